/** What programs and people are told when AWS refuses. Line 29 of the server contract. */
import { describe, expect, test } from 'vitest';
import { alice, bob } from '../../support/sts-simulator/example-world.ts';
import type { Fault } from '../../support/sts-simulator/faults.ts';
import {
  aliceAndBob,
  errorOf,
  failureDocument,
  LOCAL_CREDENTIALS,
  roleDocument,
  withActive,
  withStoredSecret,
  worldOfTest,
} from '../service/support/service-world.ts';

const BOB = '/latest/meta-data/iam/security-credentials/bob';

interface Refusal {
  readonly fault: Fault;
  readonly kind: string;
  readonly status: number;
  /** What the sentence must say: the cause, and what to do next. */
  readonly sentence: RegExp;
}

const refusals: readonly Refusal[] = [
  {
    fault: { kind: 'throttling', action: 'GetSessionToken' },
    kind: 'throttled',
    status: 503,
    sentence: /too many requests.*tries again/i,
  },
  {
    fault: { kind: 'internal-failure', action: 'GetSessionToken' },
    kind: 'network',
    status: 503,
    sentence: /status 500.*try again/i,
  },
  {
    fault: { kind: 'connection-reset', action: 'GetSessionToken' },
    kind: 'network',
    status: 503,
    sentence: /ECONNRESET.*Check the network/,
  },
  {
    fault: { kind: 'access-denied', action: 'GetSessionToken' },
    kind: 'access-denied',
    status: 403,
    sentence: /AWS refused.*not authorized to perform: sts:GetSessionToken/,
  },
  {
    fault: { kind: 'invalid-key', accessKeyId: bob.accessKeyId, action: 'GetSessionToken' },
    kind: 'base-keys-gone',
    status: 403,
    sentence: /long-term access key.*Put a valid key into the configuration/,
  },
];

describe.each(refusals)('29: $fault.kind', ({ fault, kind, status, sentence }) => {
  test('is told to a program as a failure, never as empty credentials', async () => {
    const world = await worldOfTest({ name: `fault-${fault.kind}` });
    world.simulator.setFaults([fault]);
    const answer = await world.send(BOB);
    expect(answer.status).toBe(200);
    const { Code, Message, LastUpdated } = failureDocument(answer);
    expect(Code).toBe('AssumeRoleUnauthorizedAccess');
    expect(Message).toMatch(sentence);
    expect(LastUpdated).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });

  test(`is told to the manage API as ${kind}, with status ${status}`, async () => {
    const world = await worldOfTest({ name: `manage-fault-${fault.kind}` });
    world.simulator.setFaults([fault]);
    const answer = await world.manage('POST', '/profiles/bob/session', {});
    expect(answer.status).toBe(status);
    expect(errorOf(answer)).toEqual({ kind, message: expect.stringMatching(sentence) });
    const { profiles } = await world.state();
    expect(profiles.find(({ name }) => name === 'bob')?.session).toMatchObject({
      state: 'failed',
      problem: { kind },
    });
  });

  test('is over for the next request when AWS answers again', async () => {
    const world = await worldOfTest({ name: `fault-over-${fault.kind}` });
    world.simulator.setFaults([fault]);
    await world.send(BOB);
    world.simulator.clearFaults();
    expect(roleDocument(await world.send(BOB)).Code).toBe('Success');
  });
});

describe('29: a code that meets a fault', () => {
  test.each([
    ['throttling', 503, 'throttled'],
    ['internal-failure', 503, 'network'],
    ['access-denied', 403, 'access-denied'],
  ] as const)('%s is answered with %i %s and no session', async (fault, status, kind) => {
    const world = await worldOfTest({ name: `code-${fault}` });
    world.simulator.setFaults([{ kind: fault, action: 'GetSessionToken' }]);
    const answer = await world.send('/manage/session', { method: 'POST', body: `token=${world.code()}` });
    expect(answer.status).toBe(status);
    expect(errorOf(answer).kind).toBe(kind);
    expect((await world.send('/manage/session')).json()).not.toHaveProperty('session');
  });

  test('can be sent again when it never reached the check', async () => {
    const world = await worldOfTest({ name: 'code-again' });
    const code = world.code();
    world.simulator.setFaults([{ kind: 'throttling', action: 'GetSessionToken' }]);
    await world.send('/manage/session', { method: 'POST', body: `token=${code}` });
    world.simulator.clearFaults();
    const again = await world.send('/manage/session', { method: 'POST', body: `token=${code}` });
    expect(again.status).toBe(200);
  });
});

test('29: a role that does not trust the user is told in the words of AWS', async () => {
  const configuration = withStoredSecret(aliceAndBob).replace(':role/Administrator', ':role/Audit');
  const world = await worldOfTest({ name: 'untrusted', configuration: withActive('admin', configuration) });
  const { Code, Message } = failureDocument(await world.send(LOCAL_CREDENTIALS));
  expect(Code).not.toBe('Success');
  expect(Message).toMatch(/trust policy.*not authorized to perform: sts:AssumeRole on resource: .*Audit/);
});

test('29: a long-term key that AWS does not know is told before anybody is asked for a code', async () => {
  const configuration = aliceAndBob.replace(alice.accessKeyId, 'AKIANOSUCHKEY0000001');
  const world = await worldOfTest({ name: 'unknown-key', configuration });
  const { Code, Message } = failureDocument(await world.send(LOCAL_CREDENTIALS));
  expect(Code).not.toBe('Success');
  expect(Message).toMatch(/long-term access key.*Put a valid key/);
  expect((await world.state()).prompts).toEqual([]);
});

describe('credentials that live shorter than asked for', () => {
  test('are served with their true end', async () => {
    const world = await worldOfTest({ name: 'lifetime-short' });
    world.simulator.setFaults([{ kind: 'lifetime', seconds: 120 }]);
    const document = roleDocument(await world.send(BOB));
    const seconds = (Date.parse(document.Expiration) - Date.parse(document.LastUpdated)) / 1000;
    expect(seconds).toBeGreaterThanOrEqual(118);
    expect(seconds).toBeLessThanOrEqual(121);
    expect(roleDocument(await world.send(BOB))).toEqual(document);
  });

  test('are not handed out a second time when the call they are for would outlive them', async () => {
    const world = await worldOfTest({ name: 'lifetime-very-short' });
    world.simulator.setFaults([{ kind: 'lifetime', seconds: 5 }]);
    const first = roleDocument(await world.send(BOB));
    world.simulator.clearFaults();
    expect(roleDocument(await world.send(BOB)).AccessKeyId).not.toBe(first.AccessKeyId);
  });
});
