/** The instance and its events in a running service: by REST, by the command line, by files. */
import { X509Certificate } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  EventBody,
  EventsResponse,
  InstanceResponse,
  OverridesWritten,
} from '../../../src/shared/instance-api.ts';
import { PortResponse } from '../../../src/shared/manage-api.ts';
import { registerSecret } from '../../support/log-recorder.ts';
import { temporaryFolder } from '../../unit/instance/support.ts';
import { metafob } from '../faces/support/metafob-command.ts';
import { aliceAndBob, errorOf, type ServiceWorld, worldOfTest } from '../service/support/service-world.ts';

const SPOT = '/latest/meta-data/spot/instance-action';
const home = (world: ServiceWorld): string => world.service.environment.HOME ?? '';
const documentOf = (world: ServiceWorld): string => join(home(world), '.config', 'metafob', 'instance.yaml');
const viewOf = async (world: ServiceWorld): Promise<InstanceResponse> =>
  InstanceResponse.parse((await world.manage('GET', '/instance')).json());
const typeOf = async (world: ServiceWorld): Promise<string> =>
  (await world.send('/latest/meta-data/instance-type')).body;

describe('events', () => {
  test('are told from their moment on, until they are cleared', async () => {
    const world = await worldOfTest({ name: 'events-rest' });
    expect((await world.send(SPOT)).status).toBe(404);
    const scheduled = await world.manage('POST', '/instance/events', {
      kind: 'spot-interruption',
      action: 'hibernate',
      afterSeconds: 1,
    });
    expect(scheduled.status).toBe(201);
    expect(EventBody.parse(scheduled.json())).toMatchObject({ detail: 'hibernate', active: false });
    expect((await world.send(SPOT)).status).toBe(404);
    await expect.poll(async () => (await world.send(SPOT)).status, { timeout: 10_000 }).toBe(200);
    expect((await world.send(SPOT)).json()).toMatchObject({ action: 'hibernate' });
    const cleared = await world.manage('DELETE', '/instance/events/spot-interruption');
    expect(cleared.json()).toEqual({ cleared: 1 });
    expect((await world.send(SPOT)).status).toBe(404);
    expect((await world.manage('GET', '/instance/events')).json()).toEqual({ events: [] });
  });

  test('are scheduled by the command line too', async () => {
    const world = await worldOfTest({ name: 'events-cli' });
    const run = (...words: string[]) => metafob(['event', ...words], world.service.environment);
    expect(await run('spot', '--action', 'stop', '--time', '2030-01-05T09:00:00Z')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('The event spot (stop) is told from now on.'),
    });
    expect((await world.send(SPOT)).body).toBe('{"action":"stop","time":"2030-01-05T09:00:00Z"}');
    await run('autoscaling', '--state', 'Standby', '--after', '1h');
    const listed = EventsResponse.partial().parse(
      JSON.parse(
        (await metafob(['--json', 'event', 'list'], world.service.environment)).stdout,
        (key, value) => (key === 'activeFrom' && typeof value === 'string' ? Date.parse(value) : value),
      ),
    );
    expect(listed.events).toMatchObject([
      { kind: 'spot-interruption', active: true },
      { kind: 'target-lifecycle-state', active: false },
    ]);
    expect((await run('clear')).stdout).toBe('2 events are cleared; their paths do not exist any more.\n');
    expect((await run('spot', '--in', 'soon')).exitCode).toBe(2);
  });

  test('that are malformed are refused with the field', async () => {
    const world = await worldOfTest({ name: 'events-refused' });
    const refused = await world.manage('POST', '/instance/events', { kind: 'target-lifecycle-state' });
    expect([refused.status, errorOf(refused).message]).toEqual([400, expect.stringContaining('state')]);
    expect((await world.manage('DELETE', '/instance/events/flood')).status).toBe(400);
  });

  test('need the token of the service', async () => {
    const world = await worldOfTest({ name: 'events-token' });
    for (const path of ['/manage/instance', '/manage/instance/events', '/manage/instance/certificate']) {
      expect((await world.send(path)).status).toBe(401);
    }
    const posted = await world.send('/manage/instance/events', {
      method: 'POST',
      body: 'kind=spot-interruption',
    });
    expect(posted.status).toBe(401);
    expect((await world.send(SPOT)).status).toBe(404);
  });
});

describe('the instance', () => {
  test('is that of the installation, with the account and region of the profile', async () => {
    const world = await worldOfTest({ name: 'instance-view' });
    const { values } = await viewOf(world);
    const id = values.find(({ key }) => key === 'instance.id');
    expect(id).toMatchObject({ source: 'generated', value: expect.stringMatching(/^i-0[0-9a-f]{16}$/) });
    expect((await world.send('/latest/meta-data/instance-id')).body).toBe(id?.value);
    expect(values).toContainEqual({ key: 'placement.region', value: 'us-east-1', source: 'profile' });
  });

  test('at the port of a profile is the same one, in the region of that profile', async () => {
    const world = await worldOfTest({
      name: 'instance-port',
      configuration: aliceAndBob.replace('[profile:bob]', '[profile:bob]\nregion = eu-west-3'),
    });
    const { url } = PortResponse.parse((await world.manage('POST', '/profiles/bob/port')).json());
    const read = async (base: string, path: string) =>
      (await fetch(new URL(`/latest/meta-data/${path}`, base))).text();
    expect(await read(url, 'placement/region')).toBe('eu-west-3');
    expect(await read(world.service.url, 'placement/region')).toBe('us-east-1');
    expect(await read(url, 'instance-id')).toBe(await read(world.service.url, 'instance-id'));
    await world.manage('POST', '/instance/events', { kind: 'target-lifecycle-state', state: 'Standby' });
    expect(await read(url, 'autoscaling/target-lifecycle-state')).toBe('Standby');
  });

  test('is set, shown and reset by the command line', async () => {
    const world = await worldOfTest({ name: 'instance-cli' });
    const run = (...words: string[]) => metafob(['instance', ...words], world.service.environment);
    const id = (await world.send('/latest/meta-data/instance-id')).body;
    expect((await run('set', 'instance.type', 'm7g.large')).stdout).toBe('instance.type is set.\n');
    expect(await typeOf(world)).toBe('m7g.large');
    expect((await run('show')).stdout).toMatch(/^instance\.type +m7g\.large +set$/m);
    expect(await run('set', 'instance.typ', 'x')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('instance.typ is not a known key. Did you mean type'),
    });
    expect((await run('reset', '--new')).exitCode).toBe(0);
    expect(await typeOf(world)).toBe('t3.micro');
    expect((await world.send('/latest/meta-data/instance-id')).body).not.toBe(id);
  });

  test('follows its document as it is edited, and keeps the last good one', async () => {
    const world = await worldOfTest({ name: 'instance-edited' });
    await viewOf(world);
    await writeFile(documentOf(world), 'instance: { type: c7g.large }\n');
    await expect.poll(() => typeOf(world), { timeout: 10_000 }).toBe('c7g.large');
    await writeFile(documentOf(world), 'instance: { typ: broken }\n');
    await expect
      .poll(async () => (await viewOf(world)).overrides.problems, { timeout: 10_000 })
      .toMatchObject([{ line: 1, key: 'instance.typ' }]);
    expect(await typeOf(world)).toBe('c7g.large');
  });

  test('is not changed by a document with mistakes; each of them has its line and key', async () => {
    const world = await worldOfTest({ name: 'instance-mistakes' });
    const refused = await world.manage('PUT', '/instance/overrides', {
      text: 'instance:\n  typ: a\nnetwork:\n  mac: nope\n',
    });
    expect(refused.status).toBe(422);
    expect(OverridesWritten.parse(refused.json()).problems).toMatchObject([
      { line: 2, key: 'instance.typ' },
      { line: 4, key: 'network.mac' },
    ]);
    expect((await viewOf(world)).overrides.exists).toBe(false);
  });

  test('signs its identity with the certificate that the command line prints', async () => {
    const world = await worldOfTest({ name: 'instance-certificate' });
    const { stdout } = await metafob(['instance', 'certificate'], world.service.environment);
    expect(new X509Certificate(stdout).subject).toContain('Metafob instance identity');
    expect((await world.send('/latest/dynamic/instance-identity/rsa2048')).status).toBe(200);
  });
});

describe('“serve --instance”', () => {
  test('plays a configuration of amazon-ec2-metadata-mock as it is', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'aemm.json');
    await writeFile(
      file,
      JSON.stringify({
        imdsv2: true,
        metadata: { values: { 'instance-type': 'm4.xlarge' } },
        spot: { action: 'stop' },
      }),
    );
    const world = await worldOfTest({ name: 'serve-instance', arguments: ['--instance', file] });
    expect((await world.send(SPOT)).status).toBe(401);
    const token = await world.send('/latest/api/token', {
      method: 'PUT',
      headers: { 'X-aws-ec2-metadata-token-ttl-seconds': '60' },
    });
    registerSecret(token.body);
    const headers = { 'X-aws-ec2-metadata-token': token.body };
    expect((await world.send(SPOT, { headers })).json()).toMatchObject({ action: 'stop' });
    expect((await world.send('/latest/meta-data/instance-type', { headers })).body).toBe('m4.xlarge');
  });

  test('does not start with a document that is broken or missing', async () => {
    await expect(
      worldOfTest({ name: 'serve-instance-missing', arguments: ['--instance', '/nowhere/instance.yaml'] }),
    ).rejects.toThrow('It ended with code 7');
  });
});
