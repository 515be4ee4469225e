import { describe, expect, test } from 'vitest';
import { HealthResponse, StateResponse } from '../../../src/shared/manage-api.ts';
import type { ViewState } from '../../../src/shared/view-state.ts';
import { alice } from '../../support/sts-simulator/example-world.ts';
import { exchange } from '../service/support/raw-socket.ts';
import {
  aliceAndBob,
  eventsOf,
  LOCAL_CREDENTIALS,
  roleDocument,
  type ServiceWorld,
  withStoredSecret,
  worldOfTest,
} from '../service/support/service-world.ts';

test('the health is open to every program on this machine', async () => {
  const world = await worldOfTest({ name: 'health' });
  const answer = await world.send('/manage/health');
  expect(answer.status).toBe(200);
  expect(answer.headers['cache-control']).toBe('no-store');
  expect(HealthResponse.strict().parse(answer.json())).toEqual({
    status: 'ok',
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    processId: world.service.processId,
    uptimeSeconds: expect.any(Number),
    activeProfile: 'default',
  });
});

describe('the state', () => {
  test('shows profiles, prompts and warnings', async () => {
    const world = await worldOfTest({ name: 'state' });
    const state = StateResponse.parse((await world.manage('GET', '/state')).json());
    expect(state).toMatchObject({ activeProfile: 'default', prompts: [], warnings: [], clockSkewMs: 0 });
    expect(state.profiles.map(({ name }) => name)).toEqual(['default', 'admin', 'deploy', 'bob']);
    expect(state.profiles[0]).toMatchObject({
      active: true,
      mfa: { mode: 'unknown' },
      session: { state: 'none' },
      origin: expect.stringMatching(/^~\/server\.conf, line \d+$/),
    });
  });

  test('never holds a secret, also not with sessions, prompts and plain-text secrets', async () => {
    const configuration = withStoredSecret(aliceAndBob);
    const world = await worldOfTest({ name: 'state-no-secrets', configuration });
    const role = roleDocument(await world.send(LOCAL_CREDENTIALS));
    const { body } = await world.manage('GET', '/state');
    for (const secret of [
      ...[role.SecretAccessKey, role.Token, role.AccessKeyId],
      ...[alice.secretAccessKey, alice.mfaSecret, world.code(), world.service.bearerToken],
    ]) {
      expect(body).not.toContain(secret);
    }
    expect(body).toContain('"warnings":["');
  });
});

/** The states of a stream, from the present one on; closed by leaving the loop. */
async function* statesOf(world: ServiceWorld): AsyncGenerator<ViewState> {
  const answer = await fetch(`${world.service.url}/manage/events`, {
    headers: { Authorization: `Bearer ${world.service.bearerToken}` },
  });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toMatch(/^text\/event-stream/);
  for await (const { event, data } of eventsOf(answer)) {
    expect(event).toBe('state');
    yield StateResponse.parse(JSON.parse(data));
  }
}

const stateOf = ({ profiles }: ViewState, wanted: string) =>
  profiles.find(({ name }) => name === wanted)?.session.state;

describe('the stream of events', () => {
  test('begins with the present state, and has each change after it', async () => {
    const world = await worldOfTest({ name: 'events' });
    const states = statesOf(world);
    const next = async (fits: (state: ViewState) => boolean): Promise<ViewState> => {
      for (;;) {
        const { value, done } = await states.next();
        if (done === true) throw new Error('The stream ended.');
        if (fits(value)) return value;
      }
    };
    const first = await next(() => true);
    expect(stateOf(first, 'default')).toBe('none');
    const request = world.begin(LOCAL_CREDENTIALS);
    const waiting = await next(({ prompts }) => prompts.length === 1);
    expect(stateOf(waiting, 'default')).toBe('waiting-for-code');
    await world.manage('POST', `/prompts/${waiting.prompts[0]?.id}`, { code: world.code() });
    const active = await next((state) => stateOf(state, 'default') === 'active');
    expect(active.prompts).toEqual([]);
    await world.send('/manage/session', { method: 'POST', body: 'profile=bob' });
    expect((await next(({ activeProfile }) => activeProfile === 'bob')).profiles[3]?.active).toBe(true);
    await request.finished;
    await states.return(undefined);
  });

  test('tells several pages the same', async () => {
    const world = await worldOfTest({ name: 'events-twice' });
    const both = [
      world.stateWhere(({ activeProfile }) => activeProfile === 'bob'),
      world.stateWhere(({ activeProfile }) => activeProfile === 'bob'),
    ];
    await world.manage('POST', '/session', { profile: 'bob' });
    const [left, right] = await Promise.all(both);
    expect(left?.profiles).toEqual(right?.profiles);
  });

  // The limit on idle connections would end the stream as well, after half a minute.
  test('is not begun for HEAD, which would never end', { timeout: 10_000 }, async () => {
    const { service } = await worldOfTest({ name: 'events-head' });
    const { text, ended } = await exchange(
      service.url,
      [
        'HEAD /manage/events HTTP/1.1',
        'Host: 127.0.0.1',
        `Authorization: Bearer ${service.bearerToken}`,
        'Connection: close',
        '\r\n',
      ].join('\r\n'),
    );
    expect(text).toMatch(/^HTTP\/1\.1 (200|405) [\s\S]*\r\n\r\n$/);
    expect(ended).toBe('end');
  });

  test('does not stop others from being served after its page was closed', async () => {
    const world = await worldOfTest({ name: 'events-left' });
    const states = statesOf(world);
    await states.next();
    await states.return(undefined);
    await world.manage('POST', '/session', { profile: 'bob' });
    expect((await world.state()).activeProfile).toBe('bob');
  });
});
