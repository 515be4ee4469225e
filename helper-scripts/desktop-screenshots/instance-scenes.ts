import { exampleInstance } from '../../src/core/instance-metadata/example-instance.ts';
import { instanceValues } from '../../src/node/instance/instance-values.ts';
import type { InstanceResponse } from '../../src/shared/instance-api.ts';
import type { FakeMain } from '../../test/pages/support/desktop/fake-main.ts';
import { instanceView, spotIn } from '../../test/pages/support/desktop/instance-states.ts';
import { type DesktopScene, dashboardScene } from './dashboard-scene.ts';

const generated = exampleInstance();
const profile = { region: 'eu-west-1', accountId: '123456789012' };
const values = instanceValues(
  generated,
  { ...generated, type: 'm7g.large', tags: { Name: 'web', Team: 'a-team-with-a-name-that-goes-on-and-on' } },
  profile,
);
const file = '~/.config/metafob/instance.yaml';

const withInstance = (changes: Partial<InstanceResponse>) => (main: FakeMain) => {
  main.instance = instanceView({ values: [...values], ...changes });
  main.overridesText =
    'instance:\n  type: m7g.large\ntags:\n  Name: web\n  Team: a-team-with-a-name-that-goes-on-and-on\n';
};

const overrides = { file, exists: true, problems: [], warnings: [] };
const quiet = withInstance({ overrides, events: [] });
const untouched = (main: FakeMain): void => {
  main.instance = instanceView({
    values: [...instanceValues(generated, generated, profile)],
    overrides: { ...overrides, exists: false },
  });
};
const eventful = withInstance({
  overrides,
  events: [
    spotIn(90_000),
    { ...spotIn(0), id: 'event-2', kind: 'rebalance-recommendation', detail: 'recommended' },
    { ...spotIn(0), id: 'event-3', kind: 'scheduled-maintenance', detail: 'instance-reboot' },
    { ...spotIn(7_500_000), id: 'event-4', kind: 'scheduled-maintenance', detail: 'instance-retirement' },
  ],
});
const mistaken = withInstance({
  overrides: {
    ...overrides,
    problems: [
      { line: 3, key: 'network.mac', message: 'network.mac must be like 02:29:96:8f:6a:2d' },
      { line: 5, message: 'there is no key “tag”; do you mean “tags”?' },
    ],
    warnings: ['imdsv2 in this document wins over --imdsv2 and the configuration file.'],
  },
  events: [],
});

export const instanceScenes: readonly DesktopScene[] = [
  dashboardScene('instance', '#instance', { prepare: quiet }),
  dashboardScene('instance-untouched', '#instance', {
    prepare: untouched,
    play: (page) => page.getByLabel('Document that sets values').scrollIntoViewIfNeeded(),
  }),
  dashboardScene('instance-events', '#instance', {
    prepare: eventful,
    play: (page) => page.getByRole('radio', { name: 'At a time' }).check(),
  }),
  dashboardScene('instance-mistakes', '#instance', {
    prepare: mistaken,
    async play(page) {
      await page.getByText('the last good one is in use').waitFor();
      await page.mouse.wheel(0, 10_000);
      await page.getByRole('button', { name: 'Save document' }).focus();
    },
  }),
  dashboardScene('instance-smallest', '#instance', {
    smallest: true,
    prepare: eventful,
    play: (page) => page.getByRole('button', { name: 'Schedule event' }).focus(),
  }),
];
