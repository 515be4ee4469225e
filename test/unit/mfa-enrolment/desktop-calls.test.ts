import { expect, test } from 'vitest';
import { failed, success } from '../../../src/core/result.ts';
import { mfaDeviceHandlers } from '../../../src/main/ipc/mfa-device-handlers.ts';
import { problem } from '../../../src/node/mfa-enrolment/problem.ts';

const enabled = {
  ...{ serialNumber: 'arn:aws:iam::111122223333:mfa/alice', secretKept: true, nextCodeAt: 30_000 },
  configuration: { written: true, message: 'Written.' },
};

function createHandlers() {
  let changes = 0;
  const handlers = mfaDeviceHandlers({
    mfaEnrolments: {
      start: async () => failed(problem('access-denied', 'Not allowed.')),
      finish: async () => success(enabled),
      cancel: async () => success('It was deleted again.'),
    },
    onChanged: () => {
      changes += 1;
    },
  });
  return { handlers, changes: () => changes };
}

test('a refusal reaches the window as a value', async () => {
  const answer = await createHandlers().handlers.addMfaDevice({ profile: 'work' });
  expect(answer).toEqual({ ok: false, error: { kind: 'access-denied', message: 'Not allowed.' } });
});

test('the window learns of a secret that was kept', async () => {
  const { handlers, changes } = createHandlers();
  const request = { profile: 'work', enrolmentId: 'one', proof: { keepSecret: true as const } };
  expect(await handlers.enableMfaDevice(request)).toEqual({ ok: true, value: enabled });
  expect(changes()).toBe(1);
});

test('what was undone is told as a message', async () => {
  const answer = await createHandlers().handlers.cancelMfaDevice({ profile: 'work', enrolmentId: 'one' });
  expect(answer).toEqual({ ok: true, value: { message: 'It was deleted again.' } });
});
