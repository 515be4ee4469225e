import { describe, expect, test } from 'vitest';
import { instanceHandlers } from '../../../src/main/ipc/instance-handlers.ts';
import { toldText } from '../../../src/renderer/dashboard/instance/event-text.ts';
import { type EventFields, eventRequest } from '../../../src/renderer/dashboard/instance/event-wish.ts';
import { createInstanceWorld } from './instance-world.ts';

describe('the dashboard', () => {
  test('sees what it has scheduled, and clears it', async () => {
    const { instance } = await createInstanceWorld();
    const calls = instanceHandlers({ instance });
    calls.scheduleEvent({ kind: 'spot-interruption', action: 'stop', afterSeconds: 30 });
    expect(await calls.getInstance()).toMatchObject({
      ok: true,
      value: { events: [{ kind: 'spot-interruption', detail: 'stop', active: false }] },
    });
    expect(calls.clearEvents({ kind: 'rebalance-recommendation' })).toMatchObject({ value: { cleared: 0 } });
    expect(calls.clearEvents({})).toMatchObject({ value: { cleared: 1 } });
  });

  test('gets the mistakes of a document as an answer, and reads what was written', async () => {
    const { instance } = await createInstanceWorld();
    const calls = instanceHandlers({ instance });
    expect(await calls.writeOverrides({ text: 'tag: {}' })).toMatchObject({
      ok: true,
      value: { problems: [{ line: 1, key: 'tag' }] },
    });
    expect(await calls.writeOverrides({ text: 'tags: {}\n' })).toEqual({ ok: true, value: { problems: [] } });
    expect(await calls.getOverrides()).toEqual({ ok: true, value: { text: 'tags: {}\n' } });
    await calls.removeOverrides();
    expect(await calls.getOverrides()).toEqual({ ok: true, value: { text: '' } });
  });
});

describe('the form for an event', () => {
  const fields: EventFields = {
    kind: 'spot-interruption',
    detail: 'stop',
    start: 'now',
    afterSeconds: '30',
    at: '',
  };

  test('asks for what it shows, and for no start that is not chosen', () => {
    expect(eventRequest(fields)).toEqual({ kind: 'spot-interruption', action: 'stop' });
    expect(eventRequest({ ...fields, start: 'after' })).toMatchObject({ afterSeconds: 30 });
    expect(eventRequest({ ...fields, start: 'at', at: '2026-01-05T09:00' })).toMatchObject({
      at: new Date(2026, 0, 5, 9).getTime(),
    });
  });

  test.each([
    ['without its delay', { start: 'after', afterSeconds: '' }],
    ['with a delay in the past', { start: 'after', afterSeconds: '-5' }],
    ['without its time', { start: 'at', at: '' }],
  ] as const)('asks for nothing %s', (_name, missing) => {
    expect(eventRequest({ ...fields, ...missing })).toBeUndefined();
  });
});

test.each([
  [0, 'told now'],
  [-5_000, 'told now'],
  [900, 'told in 1 s'],
  [59_000, 'told in 59 s'],
  [125_000, 'told in 2 min 5 s'],
  [7_500_000, 'told in 2 h 5 min'],
])('an event %i ms from now is “%s”', (milliseconds, text) => {
  expect(toldText({ activeFrom: 1_000_000 + milliseconds }, 1_000_000)).toBe(text);
});
