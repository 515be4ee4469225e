/** Events as the black-box tests of amazon-ec2-metadata-mock expect them, on a clock that stands still. */
import { describe, expect, test } from 'vitest';
import { createMetadataTrees } from '../../../src/core/instance-metadata/metadata-trees.ts';
import { EventRequest } from '../../../src/shared/instance-api.ts';
import { SECOND, START } from '../../support/engine-harness.ts';
import { createInstanceWorld } from './instance-world.ts';

async function createEventWorld(document = '') {
  const world = await createInstanceWorld();
  if (document !== '') await world.instance.writeDocument(document);
  const { instance, engine, clock } = world;
  const trees = createMetadataTrees({
    instance: instance.instance,
    events: instance.events,
    canSign: false,
    now: () => clock.now(),
  });
  return {
    ...world,
    /** The text at a path below `meta-data`; undefined stands for 404. */
    read(path: string): string | undefined {
      const active = engine.view().profiles.find((profile) => profile.active);
      const leaf = active && trees(active, 'latest').read(`meta-data/${path}`);
      return leaf?.kind === 'text' ? leaf.body : undefined;
    },
  };
}

const iso = (time: number): string => new Date(time).toISOString().replace('.000Z', 'Z');

describe('an event of the configuration of AEMM', () => {
  test('is told after its delay, and not before', async () => {
    const { read, clock } = await createEventWorld('mock-delay-sec: 30\nspot: { action: stop }\n');
    expect(read('spot/instance-action')).toBeUndefined();
    await clock.advance(29 * SECOND);
    expect(read('spot/instance-action')).toBeUndefined();
    await clock.advance(SECOND);
    expect(JSON.parse(read('spot/instance-action') ?? '')).toEqual({
      action: 'stop',
      time: iso(START + 150 * SECOND),
    });
  });

  test('is told from a time on', async () => {
    const time = iso(START + 10 * SECOND);
    const { read, clock } = await createEventWorld(
      `mock-trigger-time: "${time}"\nevents: { code: instance-stop }\n`,
    );
    expect(read('events/maintenance/scheduled')).toBeUndefined();
    await clock.advance(10 * SECOND);
    expect(JSON.parse(read('events/maintenance/scheduled') ?? '')).toMatchObject([
      { Code: 'instance-stop', State: 'active' },
    ]);
  });

  test('has a delay of its own for the recommendation to rebalance', async () => {
    const { read, clock } = await createEventWorld('rebalance-delay-sec: 5\nspot: {}\n');
    expect(read('spot/instance-action')).toBeDefined();
    expect(read('events/recommendations/rebalance')).toBeUndefined();
    await clock.advance(5 * SECOND);
    expect(read('events/recommendations/rebalance')).toBe(
      JSON.stringify({ noticeTime: iso(START + 5 * SECOND) }),
    );
  });

  test('does not start anew when something else in the document changes', async () => {
    const { read, clock, instance } = await createEventWorld('mock-delay-sec: 30\nspot: { action: stop }\n');
    await clock.advance(20 * SECOND);
    await instance.set('instance.type', 'm7g.large');
    await clock.advance(10 * SECOND);
    expect(read('spot/instance-action')).toBeDefined();
    expect(instance.scheduled()).toHaveLength(1);
  });

  test('goes when it is taken out of the document, and leaves other kinds alone', async () => {
    const { read, instance, schedule } = await createEventWorld('spot: { action: stop }\n');
    schedule({ kind: 'rebalance-recommendation' });
    await instance.writeDocument('instance: { type: m7g.large }\n');
    expect(read('spot/instance-action')).toBeUndefined();
    expect(read('events/recommendations/rebalance')).toBeDefined();
  });
});

describe('an event that a person schedules', () => {
  test('is told at once unless something else is said', async () => {
    const { read, schedule } = await createEventWorld();
    expect(schedule({ kind: 'target-lifecycle-state', state: 'Standby' })).toMatchObject({
      value: { active: true },
    });
    expect(read('autoscaling/target-lifecycle-state')).toBe('Standby');
  });

  test('is refused when there are a thousand', async () => {
    const { schedule } = await createEventWorld();
    for (let count = 0; count < 1000; count += 1) schedule({ kind: 'rebalance-recommendation' });
    expect(schedule({ kind: 'rebalance-recommendation' }).ok).toBe(false);
  });

  test('may be told later, by delay or by time', async () => {
    const { clock, instance, schedule } = await createEventWorld();
    schedule({ kind: 'spot-interruption', afterSeconds: 30 });
    schedule({ kind: 'rebalance-recommendation', at: iso(START + 60 * SECOND) });
    expect(instance.scheduled().map(({ activeFrom }) => activeFrom)).toEqual([
      START + 30 * SECOND,
      START + 60 * SECOND,
    ]);
    await clock.advance(30 * SECOND);
    expect(instance.scheduled().map(({ active }) => active)).toEqual([true, false]);
  });

  test('makes a spot instance of the instance before it is told', async () => {
    const { read, schedule } = await createEventWorld();
    expect(read('instance-life-cycle')).toBe('on-demand');
    schedule({ kind: 'spot-interruption', afterSeconds: 30 });
    expect(read('instance-life-cycle')).toBe('spot');
  });

  test('is 404 again after it was cleared, alone or with all others', async () => {
    const { read, instance, schedule } = await createEventWorld();
    schedule({ kind: 'spot-interruption' });
    schedule({ kind: 'scheduled-maintenance', state: 'completed' });
    expect(read('events/maintenance/history')).toContain('[Completed]');
    expect(instance.clear('spot-interruption')).toBe(1);
    expect(read('spot/instance-action')).toBeUndefined();
    expect(read('events/maintenance/history')).toBeDefined();
    expect(instance.clear('all')).toBe(1);
    expect(read('events/maintenance/history')).toBeUndefined();
  });
});

describe('a request for an event', () => {
  test.each([
    ['of an unknown kind', { kind: 'flood' }],
    ['with an unknown action', { kind: 'spot-interruption', action: 'explode' }],
    ['with a field of another kind', { kind: 'rebalance-recommendation', action: 'stop' }],
    ['without its state', { kind: 'target-lifecycle-state' }],
    ['with a delay and a time', { kind: 'spot-interruption', afterSeconds: 1, at: START }],
    ['with a delay in the past', { kind: 'spot-interruption', afterSeconds: -1 }],
    ['with a time that is none', { kind: 'spot-interruption', at: 'tomorrow' }],
  ])('%s is refused', (_name, request) => {
    expect(EventRequest.safeParse(request).success).toBe(false);
  });
});
