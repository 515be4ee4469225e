import { rename, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { alice, roles } from '../../support/sts-simulator/example-world.ts';
import {
  aliceAndBob,
  LOCAL_CREDENTIALS,
  roleDocument,
  type ServiceWorld,
  worldOfTest,
} from './support/service-world.ts';

/** As editors do: a new file takes the place of the old one. */
async function edit({ service }: ServiceWorld, configuration: string): Promise<void> {
  const draft = `${service.configurationFile}.draft`;
  await writeFile(draft, configuration, { mode: 0o600 });
  await rename(draft, service.configurationFile);
}

const names = ({ profiles }: { readonly profiles: readonly { readonly name: string }[] }) =>
  profiles.map(({ name }) => name);
const hasProfile = (wanted: string) => (state: Parameters<typeof names>[0]) => names(state).includes(wanted);

const withAudit = `${aliceAndBob}\n[profile:audit]\nrole_arn = ${roles.audit}\n`;
const broken = aliceAndBob.replace('[profile:admin]', 'region = nowhere\n[profile:admin]');

describe('an edit while the service runs', () => {
  test('adds profiles, and they are served', async () => {
    const world = await worldOfTest({ name: 'reload-add' });
    await edit(world, withAudit);
    await world.stateWhere(hasProfile('audit'));
    expect((await world.send('/manage/profiles/audit')).status).toBe(200);
  });

  test('takes profiles away', async () => {
    const world = await worldOfTest({ name: 'reload-remove', configuration: withAudit });
    await edit(world, aliceAndBob);
    await world.stateWhere((state) => !hasProfile('audit')(state));
    const gone = await world.send('/latest/meta-data/iam/security-credentials/Audit');
    expect(gone.status).toBe(404);
  });

  test('keeps the session and the active profile', async () => {
    const world = await worldOfTest({ name: 'reload-keep' });
    await world.send('/manage/session', { method: 'POST', body: `token=${world.code()}` });
    await world.send('/manage/session', { method: 'POST', body: 'profile=bob' });
    const before = roleDocument(await world.send('/latest/meta-data/iam/security-credentials/default'));
    await edit(world, withAudit);
    const { activeProfile } = await world.stateWhere(hasProfile('audit'));
    expect(activeProfile).toBe('bob');
    const after = roleDocument(await world.send('/latest/meta-data/iam/security-credentials/default'));
    expect(after).toEqual(before);
  });

  test('that adds the secret answers the open prompt', async () => {
    const world = await worldOfTest({ name: 'reload-secret' });
    const request = world.begin(LOCAL_CREDENTIALS);
    await world.prompt();
    await edit(world, aliceAndBob.replace('[aws]', `[aws]\nmfa_secret = ${alice.mfaSecret}`));
    expect(roleDocument(await request.finished).Code).toBe('Success');
    expect((await world.state()).prompts).toEqual([]);
  });
});

describe('a broken edit', () => {
  test('keeps the last good configuration, and says what is wrong with file and line', async () => {
    const world = await worldOfTest({ name: 'reload-broken', configuration: withAudit });
    await edit(world, broken);
    const { warnings, profiles } = await world.stateWhere((state) => state.warnings.length > 0);
    expect(warnings).toEqual([
      expect.stringMatching(/server\.conf:\d+: region must be the code of an AWS region/),
      expect.stringMatching(/last good one stays in use/),
    ]);
    expect(names({ profiles })).toContain('audit');
  });

  test('is forgotten with the next good one', async () => {
    const world = await worldOfTest({ name: 'reload-mended' });
    await edit(world, broken);
    await world.stateWhere((state) => state.warnings.length > 0);
    await edit(world, withAudit);
    const { profiles } = await world.stateWhere((state) => state.warnings.length === 0);
    expect(names({ profiles })).toContain('audit');
  });
});
