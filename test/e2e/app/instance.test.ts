/** The instance that the built app plays, and its events: dashboard and tray on one side, programs on the other. */
import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { type RawAnswer, send } from '../../integration/service/support/raw-request.ts';
import { accessibilityProblems } from '../../pages/support/accessibility.ts';
import { type DesktopWorld, eventually, startDesktop } from '../support/desktop-world.ts';

const META_DATA = '/latest/meta-data';

/** What a program gets at a path of the metadata service. */
const metadata = async (world: DesktopWorld, path: string): Promise<RawAnswer> =>
  send((await world.service()).url, { path: `${META_DATA}/${path}` });

const openInstance = async (world: DesktopWorld) => {
  const page = await world.dashboard();
  await page.getByRole('link', { name: 'Instance', exact: true }).click();
  await page.getByRole('row', { name: /^instance\.id / }).waitFor();
  return page;
};

describe('a value that is set in the dashboard', () => {
  test('is read by programs, stands in the document, and goes when the document does', async () => {
    const world = await startDesktop({ name: 'desktop-instance', wish: '--show' });
    const generated = (await metadata(world, 'instance-type')).body;
    const page = await openInstance(world);
    expect(await accessibilityProblems(page)).toEqual([]);

    const field = page.getByRole('textbox', { name: 'Document that sets values' });
    await field.fill('instance:\n  typ: m7g.large\n');
    await page.getByRole('button', { name: 'Save document' }).click();
    await page.getByRole('alert').getByText('Line 2:').waitFor();
    expect((await metadata(world, 'instance-type')).body).toBe(generated);

    await field.fill('instance:\n  type: m7g.large # like the servers\n');
    await page.getByRole('button', { name: 'Save document' }).click();
    await page.getByRole('row', { name: 'instance.type m7g.large set by you' }).waitFor();
    expect((await metadata(world, 'instance-type')).body).toBe('m7g.large');
    const file = await page.locator('#override-file code').innerText();
    expect(await readFile(file, 'utf8')).toContain('# like the servers');

    await page.getByRole('button', { name: 'Put document aside' }).click();
    await page.getByRole('row', { name: `instance.type ${generated} generated` }).waitFor();
    expect((await metadata(world, 'instance-type')).body).toBe(generated);
  });

  test('with an editor appears in the dashboard, mistakes with their lines as well', async () => {
    const world = await startDesktop({ name: 'desktop-instance-file', wish: '--show' });
    const page = await openInstance(world);
    const file = await page.locator('#override-file code').innerText();
    await page.getByRole('textbox').fill('tags: { Name: web }\n');
    await page.getByRole('button', { name: 'Save document' }).click();
    await page.getByRole('row', { name: 'tags.Name web set by you' }).waitFor();

    await writeFile(file, 'tags:\n  Name: worker\n');
    await page.getByRole('row', { name: 'tags.Name worker set by you' }).waitFor();
    await writeFile(file, 'tags:\n  Name: worker\nnetwork:\n  mac: none of these\n');
    await page.getByRole('alert').getByText('Line 4:').waitFor();
    expect(await page.getByRole('textbox').inputValue()).toContain('none of these');
  });
});

test('another instance has another id, for programs too', async () => {
  const world = await startDesktop({ name: 'desktop-instance-new', wish: '--show' });
  const first = (await metadata(world, 'instance-id')).body;
  const page = await openInstance(world);
  await page.getByRole('row', { name: `instance.id ${first} generated` }).waitFor();
  await page.getByRole('button', { name: 'Make another instance' }).click();
  await eventually(async () => (await metadata(world, 'instance-id')).body).not.toBe(first);
  const second = (await metadata(world, 'instance-id')).body;
  await page.getByRole('row', { name: `instance.id ${second} generated` }).waitFor();
});

describe('a spot interruption', () => {
  test('that is chosen in the tray is answered to programs, shown in the dashboard, and cleared', async () => {
    const world = await startDesktop({ name: 'desktop-spot', wish: '--show' });
    const app = world.app();
    const action = () => metadata(world, 'spot/instance-action');
    expect((await action()).status).toBe(404);
    const page = await openInstance(world);
    await page.getByText('No event is scheduled').waitFor();

    await app.clickTray('Simulate event', 'Spot interruption in 2 minutes');
    await eventually(async () => (await action()).status).toBe(200);
    expect((await action()).json()).toMatchObject({ action: 'terminate' });
    const told = page.getByRole('list', { name: 'Events' });
    await told.getByRole('heading', { name: 'Spot interruption' }).waitFor();
    await told.getByText('told now').waitFor();

    await app.clickTray('Simulate event', 'Clear');
    await eventually(async () => (await action()).status).toBe(404);
    await page.getByText('No event is scheduled').waitFor();
  });

  test('that is scheduled in the dashboard is told when its time has come, and cleared there', async () => {
    const world = await startDesktop({ name: 'desktop-spot-later', wish: '--show' });
    const page = await openInstance(world);
    await page.getByLabel('Action').selectOption('stop');
    await page.getByRole('radio', { name: 'After a delay' }).check();
    await page.getByLabel('Seconds from now').fill('2');
    await page.getByRole('button', { name: 'Schedule event' }).click();
    await page.getByText('told now').waitFor();
    expect((await metadata(world, 'spot/instance-action')).json()).toMatchObject({ action: 'stop' });

    await page.getByRole('button', { name: 'Clear Spot interruption' }).click();
    await page.getByText('No event is scheduled').waitFor();
    expect((await metadata(world, 'spot/instance-action')).status).toBe(404);
  });
});
