import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../instance/support.ts';
import { createInstanceWorld } from './instance-world.ts';

describe('the instance of an installation', () => {
  test('is the same at the next start', async () => {
    const { instance, folder } = await createInstanceWorld();
    const again = await createInstanceWorld({ folder });
    expect(again.instance.instance()).toEqual(instance.instance());
  });

  test('is another one after it was made anew, and what a person has set stays', async () => {
    const { instance, value } = await createInstanceWorld();
    const { id } = instance.instance();
    await instance.set('instance.type', 'm7g.large');
    await instance.regenerate();
    expect(instance.instance().id).not.toBe(id);
    expect(await value('instance.type')).toEqual(['m7g.large', 'set']);
  });

  test('stays the same object until something changes', async () => {
    const { instance } = await createInstanceWorld();
    const before = instance.instance();
    await instance.writeDocument('# only a comment\n');
    expect(instance.instance()).toBe(before);
    await instance.set('tags.Name', 'web');
    expect(instance.instance()).not.toBe(before);
  });

  test('has region and account of the active profile, unless they are set', async () => {
    const { instance, value, engine } = await createInstanceWorld();
    const { region } = engine.view().profiles.find(({ active }) => active) ?? {};
    expect(await value('placement.region')).toEqual([region, 'profile']);
    await instance.set('placement.region', 'us-west-2');
    expect(await value('placement.region')).toEqual(['us-west-2', 'set']);
  });

  test('shows the size of user data, not what is in them', async () => {
    const { instance } = await createInstanceWorld();
    await instance.set('user-data', 'password=hunter22');
    const shown = JSON.stringify(await instance.view());
    expect(shown).toContain('17 bytes');
    expect(shown).not.toContain('hunter22');
  });
});

describe('setting one key', () => {
  test('keeps comments and all other lines', async () => {
    const { instance, files } = await createInstanceWorld();
    await writeFile(files.overridesFile, '# mine\ninstance:\n  type: t3.large # big\ntags: { Name: web }\n');
    expect(await instance.set('instance.architecture', 'arm64')).toMatchObject({ ok: true });
    expect(await readFile(files.overridesFile, 'utf8')).toBe(
      '# mine\ninstance:\n  type: t3.large # big\n  architecture: arm64\ntags: { Name: web }\n',
    );
  });

  test.each([
    ['instance.account-id', '111122223333', ['111122223333', 'set']],
    ['image.launch-index', '3', ['3', 'set']],
    ['image.product-codes', '[a, b]', ['a, b', 'set']],
    ['network.public-ipv4', 'null', ['none', 'set']],
    ['tags.Team.Name', '7', ['7', 'set']],
  ])('takes %s = %s for what it means there', async (key, text, shown) => {
    const { instance, value } = await createInstanceWorld();
    expect(await instance.set(key, text)).toMatchObject({ ok: true });
    expect(await value(key)).toEqual(shown);
  });

  test('takes the path of an answer as it is', async () => {
    const { instance } = await createInstanceWorld();
    await instance.set('meta-data/placement/group-name', 'cluster');
    expect(instance.instance().values).toEqual({ 'meta-data/placement/group-name': 'cluster' });
  });

  test('without a value goes back to the generated one, and leaves no empty section', async () => {
    const { instance, value, files } = await createInstanceWorld();
    const before = await value('network.local-ipv4');
    await instance.set('instance.type', 'm7g.large');
    await instance.set('network.local-ipv4', '10.0.0.4');
    await instance.set('network.local-ipv4', undefined);
    expect(await value('network.local-ipv4')).toEqual(before);
    expect(await readFile(files.overridesFile, 'utf8')).toBe('instance:\n  type: m7g.large\n');
  });

  test('loses nothing when several keys are set at the same time', async () => {
    const { instance, value } = await createInstanceWorld();
    await Promise.all(['a', 'b', 'c'].map((name) => instance.set(`tags.${name}`, name)));
    for (const name of ['a', 'b', 'c']) expect(await value(`tags.${name}`)).toEqual([name, 'set']);
  });

  test('that is wrong writes nothing, and tells the key', async () => {
    const { instance, folder } = await createInstanceWorld();
    const refused = await instance.set('network.mac', 'nope');
    expect(refused).toMatchObject({ ok: false, failure: [{ line: 2, key: 'network.mac' }] });
    expect(await readdir(folder)).toEqual(['instance.json']);
  });
});

describe('the document', () => {
  test('with mistakes leaves what was good in use, and tells every mistake with its line', async () => {
    const { instance, files, value } = await createInstanceWorld();
    await instance.set('instance.type', 'm7g.large');
    const edited = 'instance:\n  typ: a\nnetwork:\n  mac: nope\n';
    expect(await instance.writeDocument(edited)).toMatchObject({
      ok: false,
      failure: [
        { line: 2, key: 'instance.typ' },
        { line: 4, key: 'network.mac' },
      ],
    });
    expect(await readFile(files.overridesFile, 'utf8')).toBe('instance:\n  type: m7g.large\n');
    expect(await value('instance.type')).toEqual(['m7g.large', 'set']);
  });

  test('that was broken at the start is told, and the generated instance is played', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'instance.yaml'), 'instance: { typ: a }\n');
    const { instance, value } = await createInstanceWorld({ folder });
    const { overrides } = await instance.view();
    expect(overrides).toMatchObject({ exists: true, problems: [{ line: 1, key: 'instance.typ' }] });
    expect(await value('instance.type')).toEqual(['t3.micro', 'generated']);
  });

  test('that was asked for by name must be there', async () => {
    const folder = await temporaryFolder();
    const { instance } = await createInstanceWorld({ folder, document: join(folder, 'gone.json') });
    expect(instance.problems()).toMatchObject([
      { message: expect.stringContaining('cannot read this file') },
    ]);
  });

  test('is put aside with a backup', async () => {
    const { instance, folder, value } = await createInstanceWorld();
    await instance.set('instance.type', 'm7g.large');
    await instance.removeDocument();
    expect(await value('instance.type')).toEqual(['t3.micro', 'generated']);
    const [backup = ''] = (await readdir(folder)).filter((name) => name.startsWith('instance.yaml.'));
    expect(await readFile(join(folder, backup), 'utf8')).toBe('instance:\n  type: m7g.large\n');
  });

  test('decides whether tokens are required, as does AEMM_IMDSV2', async () => {
    const { instance } = await createInstanceWorld();
    expect(instance.tokensRequired()).toBeUndefined();
    await instance.writeDocument('imdsv2: true\n');
    expect(instance.tokensRequired()).toBe(true);
    const byEnvironment = await createInstanceWorld({ environment: { AEMM_IMDSV2: 'true' } });
    expect(byEnvironment.instance.tokensRequired()).toBe(true);
  });
});

test('listeners hear of every change', async () => {
  const { instance, schedule } = await createInstanceWorld();
  let heard = 0;
  instance.subscribe(() => {
    heard += 1;
  });
  const heardOf = async (change: () => unknown): Promise<boolean> => {
    heard = 0;
    await change();
    return heard > 0;
  };
  expect(await heardOf(() => instance.clear('all'))).toBe(false);
  expect(await heardOf(() => schedule({ kind: 'rebalance-recommendation' }))).toBe(true);
  expect(await heardOf(() => instance.clear('all'))).toBe(true);
  expect(await heardOf(() => instance.set('instance.type', 'm7g.large'))).toBe(true);
  expect(await heardOf(() => instance.regenerate())).toBe(true);
});
