import { describe, expect, test } from 'vitest';
import { PromptsResponse } from '../../../src/shared/manage-api.ts';
import { registerSecret } from '../../support/log-recorder.ts';
import { alice, exampleWorld } from '../../support/sts-simulator/example-world.ts';
import {
  errorOf,
  failureDocument,
  LOCAL_CREDENTIALS,
  roleDocument,
  type ServiceWorld,
  worldOfTest,
} from '../service/support/service-world.ts';

const promptsOf = async (world: ServiceWorld) =>
  PromptsResponse.parse((await world.manage('GET', '/prompts')).json()).prompts;

/** A code that alice's device does not show now. */
function wrongCode(world: ServiceWorld): string {
  const wrong = world.code() === '864209' ? '864208' : '864209';
  registerSecret(wrong);
  return wrong;
}

const secondDevice = {
  serialNumber: 'arn:aws:iam::111122223333:mfa/alice-phone',
  secret: 'KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU',
};

function worldWithTwoDevices() {
  registerSecret(secondDevice.secret);
  const world = exampleWorld();
  world.accounts[0]?.users?.find(({ name }) => name === alice.userName)?.mfaDevices?.push(secondDevice);
  return world;
}

describe('the list of prompts', () => {
  test('is empty while nobody waits', async () => {
    const world = await worldOfTest({ name: 'prompts-none' });
    const answer = await world.manage('GET', '/prompts');
    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual({ prompts: [] });
  });

  test('says who asks for which code', async () => {
    const world = await worldOfTest({ name: 'prompts-one' });
    const request = world.begin(LOCAL_CREDENTIALS);
    await world.prompt();
    expect((await world.manage('GET', '/prompts')).json()).toEqual({
      prompts: [
        {
          id: expect.any(String),
          profile: 'default',
          profiles: ['default'],
          accountId: '111122223333',
          userName: 'alice',
          serialNumber: alice.serialNumber,
          serialNumberIsGuess: false,
          devices: [alice.serialNumber],
          waiting: 1,
          openedAt: expect.any(Number),
          checking: false,
        },
      ],
    });
    request.leave();
  });
});

describe('answering a prompt', () => {
  test.each([
    ['as it is', (code: string) => code],
    ['with a space', (code: string) => `${code.slice(0, 3)} ${code.slice(3)}`],
    ['with a hyphen', (code: string) => `${code.slice(0, 3)}-${code.slice(3)}`],
  ])('with the code %s closes it', async (_name, typed) => {
    const world = await worldOfTest({ name: 'prompt-answered' });
    const request = world.begin(LOCAL_CREDENTIALS);
    const { id } = await world.prompt();
    const answered = await world.manage('POST', `/prompts/${id}`, { code: typed(world.code()) });
    expect([answered.status, answered.body]).toEqual([204, '']);
    expect(roleDocument(await request.finished).Code).toBe('Success');
    expect(await promptsOf(world)).toEqual([]);
  });

  test('works with a form, too', async () => {
    const world = await worldOfTest({ name: 'prompt-form' });
    const request = world.begin(LOCAL_CREDENTIALS);
    const { id } = await world.prompt();
    const answered = await world.send(`/manage/prompts/${id}`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${world.service.bearerToken}`,
        'Content-Type': 'application/x-www-form-urlencoded',
      },
      body: `code=${world.code()}`,
    });
    expect(answered.status).toBe(204);
    await request.finished;
  });

  test('with a wrong code keeps it open, and says so', async () => {
    const world = await worldOfTest({ name: 'prompt-wrong-code' });
    const request = world.begin(LOCAL_CREDENTIALS);
    const { id } = await world.prompt();
    const refused = await world.manage('POST', `/prompts/${id}`, { code: wrongCode(world) });
    expect(refused.status).toBe(403);
    expect(errorOf(refused)).toEqual({
      kind: 'bad-code',
      message: expect.stringMatching(/did not accept this code/),
    });
    expect(await promptsOf(world)).toMatchObject([
      { id, checking: false, waiting: 1, problem: { kind: 'bad-code' } },
    ]);
    request.leave();
  });

  test('while AWS cannot be reached keeps it open, and the same code works afterwards', async () => {
    const world = await worldOfTest({ name: 'prompt-network' });
    const request = world.begin(LOCAL_CREDENTIALS);
    const { id } = await world.prompt();
    const code = world.code();
    world.simulator.setFaults([{ kind: 'internal-failure' }]);
    const refused = await world.manage('POST', `/prompts/${id}`, { code });
    expect(refused.status).toBe(503);
    expect(await promptsOf(world)).toMatchObject([{ id, problem: { kind: 'network' } }]);
    world.simulator.clearFaults();
    expect((await world.manage('POST', `/prompts/${id}`, { code })).status).toBe(204);
    expect(roleDocument(await request.finished).Code).toBe('Success');
  });

  test('shows that AWS is checking the code', async () => {
    const world = await worldOfTest({ name: 'prompt-checking' });
    const request = world.begin(LOCAL_CREDENTIALS);
    const { id } = await world.prompt();
    world.simulator.setFaults([{ kind: 'hang', action: 'GetSessionToken' }]);
    const answered = world.manage('POST', `/prompts/${id}`, { code: world.code() });
    await world.stateWhere(({ prompts }) => prompts[0]?.checking === true);
    world.simulator.clearFaults();
    expect((await answered).status).toBe(204);
    await request.finished;
  });

  test.each([
    [{ code: '12345' }, /six digits/],
    [{ code: 'abcdef' }, /six digits/],
    [{ code: 123456 }, /body does not fit/],
    [{}, /body does not fit/],
    [{ code: '123456', serialNumber: alice.serialNumber }, /body does not fit/],
    [{ serialNumber: 'short' }, /body does not fit/],
    ['{', /not valid JSON|does not fit/],
  ])('with %j is a bad request, and AWS is not asked', async (body, sentence) => {
    const world = await worldOfTest({ name: 'prompt-bad-request' });
    const request = world.begin(LOCAL_CREDENTIALS);
    const { id } = await world.prompt();
    const refused = await world.manage('POST', `/prompts/${id}`, body);
    expect(refused.status).toBe(400);
    expect(errorOf(refused)).toEqual({ kind: 'bad-request', message: expect.stringMatching(sentence) });
    expect(world.simulator.calls('GetSessionToken')).toEqual([]);
    request.leave();
  });

  test('that does not exist is not found', async () => {
    const world = await worldOfTest({ name: 'prompt-unknown' });
    for (const [method, body] of [['POST', { code: '123456' }], ['DELETE']] as const) {
      const refused = await world.manage(method, '/prompts/prompt-99', body);
      expect(refused.status).toBe(404);
      expect(errorOf(refused)).toEqual({
        kind: 'not-found',
        message: 'This question was answered or withdrawn already.',
      });
    }
  });

  test('is not possible with GET', async () => {
    const world = await worldOfTest({ name: 'prompt-get' });
    const refused = await world.manage('GET', '/prompts/prompt-1');
    expect(refused.status).toBe(405);
  });
});

describe('choosing the device', () => {
  test('asks for a code of that one from then on', async () => {
    const world = await worldOfTest({ name: 'device-chosen', world: worldWithTwoDevices() });
    const request = world.begin(LOCAL_CREDENTIALS);
    const { id, devices } = await world.prompt();
    expect(devices).toEqual([alice.serialNumber, secondDevice.serialNumber]);
    const chosen = await world.manage('POST', `/prompts/${id}`, { serialNumber: secondDevice.serialNumber });
    expect(chosen.status).toBe(204);
    expect(await promptsOf(world)).toMatchObject([{ id, serialNumber: secondDevice.serialNumber }]);
    const code = world.code(secondDevice.serialNumber);
    expect((await world.manage('POST', `/prompts/${id}`, { code })).status).toBe(204);
    expect(roleDocument(await request.finished).Code).toBe('Success');
  });

  test('that AWS does not know is refused with the code, and can be corrected', async () => {
    const world = await worldOfTest({ name: 'device-wrong' });
    const request = world.begin(LOCAL_CREDENTIALS);
    const { id } = await world.prompt();
    await world.manage('POST', `/prompts/${id}`, { serialNumber: 'arn:aws:iam::111122223333:mfa/nobody' });
    const refused = await world.manage('POST', `/prompts/${id}`, { code: world.code() });
    expect(refused.status).toBe(403);
    expect(errorOf(refused)).toEqual({
      kind: 'wrong-serial',
      message: expect.stringMatching(/does not know this MFA device.*mfa_serial/),
    });
    await world.manage('POST', `/prompts/${id}`, { serialNumber: alice.serialNumber });
    expect((await world.manage('POST', `/prompts/${id}`, { code: world.code() })).status).toBe(204);
    expect(roleDocument(await request.finished).Code).toBe('Success');
  });

  test('is proposed from the name of the user where AWS does not list the devices', async () => {
    const description = exampleWorld();
    const users = description.accounts[0]?.users ?? [];
    for (const user of users) user.mayListMfaDevices = false;
    const world = await worldOfTest({ name: 'device-guess', world: description });
    const request = world.begin(LOCAL_CREDENTIALS);
    const prompt = await world.prompt();
    expect(prompt).toMatchObject({ serialNumber: alice.serialNumber, serialNumberIsGuess: true });
    expect((await world.manage('POST', `/prompts/${prompt.id}`, { code: world.code() })).status).toBe(204);
    await request.finished;
  });
});

test('a prompt that is cancelled fails those who wait, and cannot be answered any more', async () => {
  const world = await worldOfTest({ name: 'prompt-cancelled' });
  const request = world.begin(LOCAL_CREDENTIALS);
  const { id } = await world.prompt();
  const cancelled = await world.manage('DELETE', `/prompts/${id}`);
  expect([cancelled.status, cancelled.body]).toEqual([204, '']);
  expect(failureDocument(await request.finished).Message).toMatch(/cancelled.*enter a code yourself/);
  expect(await promptsOf(world)).toEqual([]);
  expect((await world.manage('DELETE', `/prompts/${id}`)).status).toBe(404);
  expect((await world.manage('POST', `/prompts/${id}`, { code: '123456' })).status).toBe(404);
});
