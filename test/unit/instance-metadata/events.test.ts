import { describe, expect, test } from 'vitest';
import type { InstanceEventKind } from '../../../src/core/instance-metadata/events.ts';
import { metadataWorld } from './support/metadata-world.ts';

const META = '/latest/meta-data';
const ACTION = `${META}/spot/instance-action`;
const TERMINATION = `${META}/spot/termination-time`;
const REBALANCE = `${META}/events/recommendations/rebalance`;
const SCHEDULED = `${META}/events/maintenance/scheduled`;
const HISTORY = `${META}/events/maintenance/history`;
const LIFECYCLE = `${META}/autoscaling/target-lifecycle-state`;

const MINUTE = 60_000;

test('nothing is announced to begin with', () => {
  const { read } = metadataWorld();
  for (const path of [ACTION, TERMINATION, REBALANCE, SCHEDULED, HISTORY, LIFECYCLE]) {
    expect(read(path)).toBe(404);
    expect(read(`${path}/`)).toBe(404);
  }
  for (const directory of ['spot', 'events', 'autoscaling']) expect(read(`${META}/${directory}/`)).toBe(404);
  expect(read(`${META}/instance-life-cycle`)).toBe('on-demand');
});

describe('a spot interruption', () => {
  test('happens two minutes after its notice, and both paths agree about the time', () => {
    const { read, events } = metadataWorld();
    events.schedule({ kind: 'spot-interruption', action: 'terminate' });
    expect(read(ACTION)).toBe('{"action":"terminate","time":"2026-01-05T09:02:00Z"}');
    expect(read(TERMINATION)).toBe('2026-01-05T09:02:00Z');
    expect(read(`${ACTION}/`)).toBe(read(ACTION));
    expect(read(`${META}/spot`)).toBe('instance-action\ntermination-time');
    expect(read(`${META}/spot/`)).toBe('instance-action\ntermination-time');
  });

  test('keeps its time while it comes nearer', () => {
    const { read, events, time } = metadataWorld();
    events.schedule({ kind: 'spot-interruption', action: 'terminate' });
    const before = read(ACTION);
    time.now += MINUTE;
    expect(read(ACTION)).toBe(before);
  });

  test.each(['stop', 'hibernate'] as const)('with %s has no termination time, as on EC2', (action) => {
    const { read, events } = metadataWorld();
    const at = Date.UTC(2017, 8, 18, 8, 22);
    events.schedule({ kind: 'spot-interruption', action, time: at });
    expect(read(ACTION)).toBe(`{"action":"${action}","time":"2017-09-18T08:22:00Z"}`);
    expect(read(TERMINATION)).toBe(404);
  });

  test('makes the instance a spot instance as soon as it is set, not only when it is told', () => {
    const { read, events } = metadataWorld();
    events.schedule({ kind: 'spot-interruption', action: 'stop' }, { afterMs: MINUTE });
    expect(read(ACTION)).toBe(404);
    expect(read(`${META}/instance-life-cycle`)).toBe('spot');
    events.clear('spot-interruption');
    expect(read(`${META}/instance-life-cycle`)).toBe('on-demand');
  });
});

describe('an event', () => {
  test('with a delay is told from then on', () => {
    const { read, events, time } = metadataWorld();
    const { activeFrom } = events.schedule({ kind: 'rebalance-recommendation' }, { afterMs: 10 * MINUTE });
    expect(activeFrom).toBe(time.now + 10 * MINUTE);
    time.now += 10 * MINUTE - 1;
    expect(read(REBALANCE)).toBe(404);
    time.now += 1;
    expect(read(REBALANCE)).toBe('{"noticeTime":"2026-01-05T09:10:00Z"}');
  });

  test('for a time is told from then on', () => {
    const { read, events, time } = metadataWorld();
    events.schedule({ kind: 'target-lifecycle-state', state: 'Terminated' }, { at: time.now + 1 });
    expect(read(LIFECYCLE)).toBe(404);
    time.now += 1;
    expect(read(LIFECYCLE)).toBe('Terminated');
  });

  test('is told until it is cleared, alone or with all others', () => {
    const { read, events } = metadataWorld();
    const kinds = (): InstanceEventKind[] => events.list().map(({ event }) => event.kind);
    events.schedule({ kind: 'rebalance-recommendation' });
    events.schedule({ kind: 'target-lifecycle-state', state: 'Standby' });
    events.schedule({ kind: 'scheduled-maintenance', code: 'instance-stop' }, { afterMs: MINUTE });
    expect(events.clear('rebalance-recommendation')).toBe(1);
    expect(read(REBALANCE)).toBe(404);
    expect(read(LIFECYCLE)).toBe('Standby');
    expect(kinds()).toEqual(['target-lifecycle-state', 'scheduled-maintenance']);
    expect(events.clear('all')).toBe(2);
    expect(read(LIFECYCLE)).toBe(404);
    expect(kinds()).toEqual([]);
  });

  test('that comes later replaces one of its kind', () => {
    const { read, events, time } = metadataWorld();
    events.schedule({ kind: 'target-lifecycle-state', state: 'Terminated' }, { afterMs: 2 * MINUTE });
    events.schedule({ kind: 'target-lifecycle-state', state: 'InService' });
    expect(read(LIFECYCLE)).toBe('InService');
    time.now += 2 * MINUTE;
    expect(read(LIFECYCLE)).toBe('Terminated');
  });
});

test.each([
  ...['Detached', 'InService', 'Standby', 'Terminated'],
  ...['Warmed:Hibernated', 'Warmed:Running', 'Warmed:Stopped', 'Warmed:Terminated'],
] as const)('the lifecycle state %s is told as plain text', (state) => {
  const { read, events } = metadataWorld();
  events.schedule({ kind: 'target-lifecycle-state', state });
  expect(read(LIFECYCLE)).toBe(state);
  expect(read(`${META}/autoscaling/`)).toBe('target-lifecycle-state');
});

describe('maintenance', () => {
  test('is a list of events with the times of EC2', () => {
    const { read, events } = metadataWorld();
    events.schedule({
      kind: 'scheduled-maintenance',
      code: 'system-reboot',
      notBefore: Date.UTC(2019, 0, 21, 9, 0, 43),
      notAfter: Date.UTC(2019, 0, 21, 9, 17, 23),
      notBeforeDeadline: Date.UTC(2019, 1, 21),
      eventId: 'instance-event-0d59937288b749b32',
    });
    expect(read(SCHEDULED)).toBe(
      [
        '[',
        '  {',
        '    "NotBefore" : "21 Jan 2019 09:00:43 GMT",',
        '    "Code" : "system-reboot",',
        '    "Description" : "The instance is scheduled for system-reboot",',
        '    "EventId" : "instance-event-0d59937288b749b32",',
        '    "NotAfter" : "21 Jan 2019 09:17:23 GMT",',
        '    "NotBeforeDeadline" : "21 Feb 2019 00:00:00 GMT",',
        '    "State" : "active"',
        '  }',
        ']',
      ].join('\n'),
    );
    expect(read(HISTORY)).toBe(404);
  });

  test('begins when it is told and may take a week, unless it says otherwise', () => {
    const { read, events } = metadataWorld();
    events.schedule({ kind: 'scheduled-maintenance', code: 'instance-retirement' });
    expect(JSON.parse(String(read(SCHEDULED)))).toEqual([
      {
        NotBefore: '05 Jan 2026 09:00:00 GMT',
        Code: 'instance-retirement',
        Description: 'The instance is scheduled for instance-retirement',
        EventId: expect.stringMatching(/^instance-event-/),
        NotAfter: '12 Jan 2026 09:00:00 GMT',
        State: 'active',
      },
    ]);
  });

  test('goes to the history when it is finished', () => {
    const { read, events } = metadataWorld();
    const done = events.schedule({ kind: 'scheduled-maintenance', code: 'system-maintenance' });
    events.schedule({ kind: 'scheduled-maintenance', code: 'instance-reboot', state: 'canceled' });
    expect(events.finishMaintenance(done.id, 'completed')).toBe(true);
    expect(events.finishMaintenance(done.id, 'completed')).toBe(false);
    expect(events.finishMaintenance('event-9', 'completed')).toBe(false);
    expect(read(SCHEDULED)).toBe(404);
    expect(JSON.parse(String(read(HISTORY)))).toMatchObject([
      {
        Code: 'system-maintenance',
        State: 'completed',
        Description: expect.stringMatching(/^\[Completed] /),
      },
      { Code: 'instance-reboot', State: 'canceled', Description: expect.stringMatching(/^\[Canceled] /) },
    ]);
  });
});
