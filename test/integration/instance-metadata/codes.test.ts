/** Token codes: each is sent once, and keeps its leading zeros. Line 39 of the server contract. */
import { describe, expect, test } from 'vitest';
import { registerSecret } from '../../support/log-recorder.ts';
import { alice, exampleWorld } from '../../support/sts-simulator/example-world.ts';
import { tokenCodeAt } from '../../support/sts-simulator/token-codes.ts';
import {
  aliceAndBob,
  errorOf,
  LOCAL_CREDENTIALS,
  roleDocument,
  type ServiceWorld,
  worldOfTest,
} from '../service/support/service-world.ts';

const signIn = (world: ServiceWorld, code: string) =>
  world.send('/manage/session', { method: 'POST', body: `token=${code}` });

describe('39: a code that was used already', () => {
  test('is refused with the time of the next one, and not sent to AWS again', async () => {
    const world = await worldOfTest({ name: 'reused-code' });
    const code = world.code();
    expect((await signIn(world, code)).status).toBe(200);
    await world.send('/manage/session', { method: 'DELETE' });
    const again = await signIn(world, code);
    expect(again.status).toBe(403);
    const { kind, message, nextCodeAt } = errorOf(again);
    expect(kind).toBe('code-already-used');
    expect(message).toMatch(/used already.*Wait for the next one/);
    expect((nextCodeAt ?? 1) % 30_000).toBe(0);
    const { now } = await world.state();
    expect(Math.abs((nextCodeAt ?? 0) - now)).toBeLessThanOrEqual(30_000);
    expect(world.simulator.calls('GetSessionToken')).toHaveLength(1);
  });

  test('is refused by an open prompt as well, which then shows when to look again', async () => {
    const world = await worldOfTest({ name: 'reused-code-in-prompt' });
    const code = world.code();
    await signIn(world, code);
    await world.send('/manage/session', { method: 'DELETE' });
    const request = world.begin(LOCAL_CREDENTIALS);
    const { id } = await world.prompt();
    const refused = await world.manage('POST', `/prompts/${id}`, { code });
    expect(refused.status).toBe(403);
    const { prompts } = await world.state();
    expect(prompts).toMatchObject([
      { id, problem: { kind: 'code-already-used' }, nextCodeAt: errorOf(refused).nextCodeAt },
    ]);
    expect(world.simulator.calls('GetSessionToken')).toHaveLength(1);
    request.leave();
  });

  test('is refused while the first one is still on its way', async () => {
    const world = await worldOfTest({ name: 'same-code-twice-at-once' });
    const code = world.code();
    const both = await Promise.all([signIn(world, code), signIn(world, code)]);
    expect(both.map(({ status }) => status).toSorted()).toContain(200);
    expect(world.simulator.calls('GetSessionToken')).toHaveLength(1);
  });
});

/** A secret whose code begins with a zero now and, should half a minute end meanwhile, is accepted still. */
function secretWithLeadingZero(): { readonly secret: string; readonly code: string } {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const now = Date.now();
  for (const first of letters) {
    for (const second of letters) {
      const secret = `JBSWY3DPEHPK3PXPJBSWY3DPEHPK3P${first}${second}`;
      const code = tokenCodeAt(secret, now);
      if (code.startsWith('0')) return { secret, code };
    }
  }
  throw new Error('None of a thousand codes begins with a zero.');
}

/** Alice's device has this secret instead of her own. */
function worldWith(secret: string) {
  const world = exampleWorld();
  const devices = world.accounts[0]?.users?.find(({ name }) => name === alice.userName)?.mfaDevices;
  devices?.splice(0, devices.length, { serialNumber: alice.serialNumber, secret });
  return world;
}

describe('a code with a leading zero', () => {
  const bodies = {
    'as a form': (code: string) => ({ body: `token=${code}` }),
    'as JSON': (code: string) => ({
      body: JSON.stringify({ token: code }),
      headers: { 'Content-Type': 'application/json' },
    }),
    'with a space, as devices show it': (code: string) => ({
      body: `token=${code.slice(0, 3)}+${code.slice(3)}`,
    }),
  };

  test.each(Object.entries(bodies))('is accepted %s', async (name, toBody) => {
    const { secret, code } = secretWithLeadingZero();
    const world = await worldOfTest({
      name: `leading-zero-${name.slice(3, 7).trim()}`,
      world: worldWith(secret),
    });
    registerSecret(code);
    const answer = await world.send('/manage/session', { method: 'POST', ...toBody(code) });
    expect(answer.status).toBe(200);
  });

  test('is accepted by a prompt', async () => {
    const { secret, code } = secretWithLeadingZero();
    const world = await worldOfTest({ name: 'leading-zero-prompt', world: worldWith(secret) });
    registerSecret(code);
    const request = world.begin(LOCAL_CREDENTIALS);
    const { id } = await world.prompt();
    expect((await world.manage('POST', `/prompts/${id}`, { code })).status).toBe(204);
    expect(roleDocument(await request.finished).Code).toBe('Success');
  });

  test('is made from a stored secret', async () => {
    const { secret, code } = secretWithLeadingZero();
    const configuration = aliceAndBob.replace('[aws]', `[aws]\nmfa_secret = ${secret}`);
    const world = await worldOfTest({ name: 'leading-zero-stored', world: worldWith(secret), configuration });
    registerSecret(code);
    expect(roleDocument(await world.send(LOCAL_CREDENTIALS)).Code).toBe('Success');
    expect(world.simulator.calls('GetSessionToken')).toMatchObject([{ hadTokenCode: true, outcome: 'ok' }]);
  });

  test('is refused as a JSON number, which has lost it', async () => {
    const world = await worldOfTest({ name: 'leading-zero-number' });
    const answer = await world.send('/manage/session', {
      method: 'POST',
      body: '{"token":12345}',
      headers: { 'Content-Type': 'application/json' },
    });
    expect(answer.status).toBe(400);
    expect(errorOf(answer).message).toContain('token');
    expect(world.simulator.calls()).toEqual([]);
  });
});
