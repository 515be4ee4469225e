import { describe, expect, it } from 'vitest';
import type { InstanceResponse } from '../../src/shared/instance-api.ts';
import { accessibilityProblems } from './support/accessibility.ts';
import { useDesktopWindow } from './support/desktop/desktop-window-fixture.ts';
import type { FakeMain } from './support/desktop/fake-main.ts';
import { refused } from './support/desktop/fake-main.ts';
import { instanceView, spotIn } from './support/desktop/instance-states.ts';
import { states } from './support/states.ts';

const openDashboard = useDesktopWindow('dashboard');

const open = (instance: Partial<InstanceResponse> = {}, options = {}) =>
  openDashboard(states.active, {
    hash: '#instance',
    prepare: (main: FakeMain) => {
      main.instance = instanceView(instance);
      main.overridesText = 'instance:\n  type: m7g.large\n';
    },
    ...options,
  });

const broken: Partial<InstanceResponse> = {
  overrides: {
    file: '/home/jane/.config/metafob/instance.yaml',
    exists: true,
    problems: [{ line: 2, key: 'network.mac', message: 'network.mac must be like 02:29:96:8f:6a:2d' }],
    warnings: [],
  },
  events: [spotIn(30_000), { ...spotIn(0), id: 'event-2', kind: 'rebalance-recommendation' }],
};

describe('the view of the instance', () => {
  it.each(['light', 'dark'] as const)(
    'is accessible with events and mistakes in %s colours',
    async (colorScheme) => {
      const { page } = await open(broken, { colorScheme });
      await page.getByText('the last good one is in use').waitFor();
      for (const start of ['After a delay', 'At a time']) {
        await page.getByRole('radio', { name: start }).check();
        expect(await accessibilityProblems(page)).toEqual([]);
      }
    },
  );

  it('tells where each value is from', async () => {
    const { page } = await open();
    await page.getByRole('row', { name: 'instance.id i-0123456789abcdef0 generated' }).waitFor();
    await page.getByRole('row', { name: 'instance.type m7g.large set by you' }).waitFor();
    await page.getByRole('row', { name: 'placement.region eu-central-1 of the profile' }).waitFor();
  });

  it('needs no horizontal scrolling in the smallest window', async () => {
    const { page } = await open(broken, { viewport: { width: 480, height: 400 } });
    await page.getByText('the last good one is in use').waitFor();
    await page.getByRole('radio', { name: 'At a time' }).check();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
  });

  it('makes another instance', async () => {
    const { page, main } = await open();
    await page.getByRole('button', { name: 'Make another instance' }).click();
    await expect.poll(() => main.calls).toEqual([{ name: 'regenerateInstance', request: undefined }]);
  });
});

describe('an event', () => {
  const accept = (main: FakeMain) =>
    main.answer(({ name }) => (name === 'scheduleEvent' ? { ok: true, value: spotIn(0) } : undefined));

  it('is scheduled for now with the keyboard', async () => {
    const { page, main } = await open();
    accept(main);
    await page.getByRole('combobox', { name: 'Action' }).selectOption('stop');
    await page.getByRole('button', { name: 'Schedule event' }).focus();
    await page.keyboard.press('Enter');
    await expect
      .poll(() => main.called('scheduleEvent'))
      .toEqual([{ kind: 'spot-interruption', action: 'stop' }]);
  });

  it('is scheduled after a delay', async () => {
    const { page, main } = await open();
    accept(main);
    await page.getByRole('combobox', { name: 'Event' }).selectOption('Maintenance');
    await page.getByRole('radio', { name: 'After a delay' }).check();
    await page.getByRole('spinbutton', { name: 'Seconds from now' }).fill('90');
    await page.getByRole('button', { name: 'Schedule event' }).click();
    await expect
      .poll(() => main.called('scheduleEvent'))
      .toEqual([
        { kind: 'scheduled-maintenance', code: 'instance-reboot', state: 'active', afterSeconds: 90 },
      ]);
  });

  it('is scheduled at a local time', async () => {
    const { page, main } = await open();
    accept(main);
    await page.getByRole('combobox', { name: 'Event' }).selectOption('Rebalance recommendation');
    await page.getByRole('radio', { name: 'At a time' }).check();
    await page.getByLabel('Local date and time').fill('2027-01-05T09:00:00');
    const at = await page.evaluate(() => new Date('2027-01-05T09:00:00').getTime());
    await page.getByRole('button', { name: 'Schedule event' }).click();
    await expect.poll(() => main.called('scheduleEvent')).toEqual([{ kind: 'rebalance-recommendation', at }]);
  });

  it('counts down until it is told', async () => {
    const { page } = await open({ events: [spotIn(30_000)] }, { controlTimers: true });
    await page.getByText('told in 30 s').waitFor();
    await page.clock.runFor(10_000);
    await page.getByText('told in 20 s').waitFor();
    await page.clock.runFor(20_000);
    await page.getByText('told now').waitFor();
  });

  it('is cleared alone, or with all others', async () => {
    const { page, main } = await open(broken);
    main.answer(({ name }) => (name === 'clearEvents' ? { ok: true, value: { cleared: 1 } } : undefined));
    await page.getByRole('button', { name: 'Clear Spot interruption' }).click();
    await page.getByRole('button', { name: 'Clear all' }).click();
    await expect.poll(() => main.called('clearEvents')).toEqual([{ kind: 'spot-interruption' }, {}]);
  });

  it('that comes from elsewhere is shown when the app tells of a change', async () => {
    const { page, main } = await open();
    await page.getByText('No event is scheduled').waitFor();
    main.instance = instanceView({ events: [spotIn(0)] });
    await main.publishDesktop({});
    await page.getByText('told now').waitFor();
  });
});

describe('the document', () => {
  const edit = async (text: string, problems: InstanceResponse['overrides']['problems'] = []) => {
    const opened = await open();
    const { page, main } = opened;
    main.answer(({ name }) => (name === 'writeOverrides' ? { ok: true, value: { problems } } : undefined));
    const field = page.getByRole('textbox', { name: 'Document that sets values' });
    await expect.poll(() => field.inputValue()).toBe('instance:\n  type: m7g.large\n');
    await field.fill(text);
    await page.getByRole('button', { name: 'Save document' }).click();
    return { ...opened, field };
  };

  it('is saved', async () => {
    const { main } = await edit('tags: { Name: web }');
    await expect.poll(() => main.called('writeOverrides')).toEqual([{ text: 'tags: { Name: web }' }]);
  });

  it('with a mistake stays in the field, with the line and the key that are wrong', async () => {
    const message = 'instance.typ is not a known key. Did you mean type?';
    const { page, field } = await edit('instance: { typ: a }', [{ line: 1, key: 'instance.typ', message }]);
    await page.getByRole('alert').getByText(`Line 1: ${message}`).waitFor();
    expect(await field.inputValue()).toBe('instance: { typ: a }');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
  });

  it('is as it was when changes are discarded, with the keyboard in it', async () => {
    const message = 'instance.typ is not a known key. Did you mean type?';
    const { page, field } = await edit('instance: { typ: a }', [{ line: 1, key: 'instance.typ', message }]);
    await page.getByText(message).waitFor();
    await page.getByRole('button', { name: 'Discard changes' }).click();
    expect(await field.inputValue()).toBe('instance:\n  type: m7g.large\n');
    expect(await field.evaluate((each) => each === document.activeElement)).toBe(true);
    await page.getByText(message).waitFor({ state: 'detached' });
  });

  it('is put aside', async () => {
    const { page, main } = await open();
    main.answer(({ name }) => (name === 'removeOverrides' ? refused('The disk is full.') : undefined));
    await page.getByRole('button', { name: 'Put document aside' }).click();
    await page.getByRole('alert').getByText('The disk is full.').waitFor();
  });
});
