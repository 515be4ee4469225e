import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exampleInstance } from '../../../src/core/instance-metadata/example-instance.ts';
import { generateInstance } from '../../../src/core/instance-metadata/generate-instance.ts';
import { versions } from '../../../src/core/instance-metadata/versions.ts';
import { metadataWorld } from './support/metadata-world.ts';

const META = '/latest/meta-data';
const instance = exampleInstance();
const listed = (body: string | number): string[] => String(body).split('\n');

describe('a listing', () => {
  test.each(['/latest', '/latest/'])('of %s names user-data only when there is some', (path) => {
    expect(metadataWorld().read(path)).toBe('dynamic\nmeta-data');
    const userData = new Uint8Array([0]);
    expect(metadataWorld({ instance: { ...instance, userData } }).read(path)).toBe(
      'dynamic\nmeta-data\nuser-data',
    );
  });

  test('of public keys names the key pair', () => {
    expect(metadataWorld().read(`${META}/public-keys/`)).toBe('0=metafob');
    expect(metadataWorld().read(`${META}/public-keys`)).toBe('0=metafob');
    expect(metadataWorld().read(`${META}/public-keys/0/`)).toBe('openssh-key');
    expect(
      metadataWorld({ instance: { ...instance, keyPair: undefined } }).read(`${META}/public-keys/`),
    ).toBe(404);
  });

  test('of the identity holds signatures only where somebody can sign', () => {
    const path = '/latest/dynamic/instance-identity/';
    expect(metadataWorld().read(path)).toBe('document');
    expect(metadataWorld({ canSign: true }).read(path)).toBe('document\npkcs7\nrsa2048\nsignature');
    expect(metadataWorld().read(`${path}pkcs7`)).toBe(404);
  });

  test('leads only to what answers, with and without a slash, in every version, for every instance', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...versions), fc.boolean(), (seed, version, onSpot) => {
        const world = metadataWorld({ instance: generateInstance(seed, 0), canSign: true });
        if (onSpot) world.events.schedule({ kind: 'spot-interruption', action: 'terminate' });
        const visit = (directory: string): void => {
          const listing = world.read(directory);
          expect(listing, directory).toBe(world.read(`${directory}/`));
          for (const line of listed(listing)) {
            const name = line.replace(/\/$/, '').replace(/^0=.*/, '0');
            const path = `${directory}/${encodeURIComponent(name)}`;
            const answer = world.ask(path);
            expect(answer.kind, path).not.toBe('error');
            expect(world.ask(`${path}/`)).toEqual(answer);
            const isDirectory = line.endsWith('/') || line.startsWith('0=') || directory === `/${version}`;
            if (isDirectory) visit(path);
          }
        };
        visit(`/${version}`);
      }),
      { numRuns: 60 },
    );
  });
});
