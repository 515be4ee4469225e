import { expect, test } from 'vitest';
import { createEngine } from '../../../src/core/create-engine.ts';
import { createManualClock } from '../../support/engine/manual-clock.ts';
import { kindOf, profile, START, startEngine } from '../../support/engine-harness.ts';

test('a caller that leaves while the identity is looked up still gets the prompt for the next one', async () => {
  const { aws, clock, engine, prompt } = startEngine();
  aws.hold();
  const leave = new AbortController();
  void engine.requestCredentials('dev', leave.signal);
  await clock.settle();
  leave.abort();
  aws.release();
  await clock.settle();
  expect(prompt().waiting).toBe(0);
  expect(prompt().profiles).toEqual(['dev']);
});

test('a sign-in that may not ask anybody leaves no prompt behind', async () => {
  const { clock, prompts, start } = startEngine();
  const started = start('dev');
  await clock.settle();
  expect(kindOf(started.outcome)).toBe('mfa-required');
  expect(prompts()).toEqual([]);
});

test('an adapter that throws is a failure for the caller, not the end of the service', async () => {
  const clock = createManualClock(START);
  const gone = async () => {
    throw new Error('Cannot find module');
  };
  const engine = createEngine({
    ports: {
      clock,
      random: () => 0,
      mfaSecrets: { find: async () => ({ kind: 'none' }) },
      aws: { describeIdentity: gone, getSessionToken: gone, assumeRole: gone },
    },
    profiles: [profile('dev')],
    activeProfile: 'dev',
  });
  const outcome = await engine.requestCredentials('dev');
  expect(outcome).toEqual({ ok: false, failure: { kind: 'internal', detail: 'Error' } });
});
