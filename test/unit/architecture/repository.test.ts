import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { describe, expect, it } from 'vitest';

const inGit = spawnSync('git', ['rev-parse', '--is-inside-work-tree']).status === 0;

/** Every text file that is in the repository or about to be. */
const repositoryFiles = (): { readonly name: string; readonly text: string }[] =>
  execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
    .split('\0')
    .filter((name) => name !== '' && existsSync(name))
    .map((name) => ({ name, text: readFileSync(name, 'utf8') }))
    .filter(({ text }) => !text.includes('\0'));

const escapeForPattern = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Host names of package registries: the well-known ones, and the one this machine installs from. */
const registryHost = (): RegExp => {
  const configured = execFileSync('npm', ['config', 'get', 'registry'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    shell: process.platform === 'win32',
  });
  const { hostname } = new URL(configured.trim());
  const isPublicName = hostname.includes('.') && !hostname.startsWith('127.');
  const known = String.raw`registry\.[\w-]+\.[a-z]{2,}|npm\.pkg\.[\w-]+\.com`;
  return new RegExp(isPublicName ? `${known}|${escapeForPattern(hostname)}` : known, 'i');
};

/** Paths that are right on one machine only. One as short as `/app` says nothing about a machine. */
const machinePath = (...paths: readonly string[]): RegExp => {
  const telling = paths.filter((path) => path.split('/').length > 2).map(escapeForPattern);
  return telling.length === 0 ? /(?!)/ : new RegExp(`(?<![\\w./-])(${telling.join('|')})(?![\\w-])`);
};

const registries = registryHost();

const placesOf = (pattern: RegExp, files: readonly { readonly name: string; readonly text: string }[]) =>
  files.flatMap(({ name, text }) =>
    text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${name}:${index + 1}`] : [])),
  );

describe.skipIf(!inGit)('the repository', () => {
  it('names no package registry', () => {
    expect(placesOf(registries, repositoryFiles())).toEqual([]);
  });

  it('holds no path of the machine it was made on', () => {
    expect(placesOf(machinePath(process.cwd(), homedir()), repositoryFiles())).toEqual([]);
  });

  it('has a lock file that does not say where packages were downloaded', () => {
    expect(
      placesOf(/"resolved":/, [
        { name: 'package-lock.json', text: readFileSync('package-lock.json', 'utf8') },
      ]),
    ).toEqual([]);
  });
});

describe('looking through files', () => {
  const found = (pattern: RegExp, line: string) =>
    placesOf(pattern, [{ name: 'x', text: `first\n${line}\n` }]);

  it('finds a registry, in any letters', () => {
    expect(found(registries, `"https://${['Registry', 'npmjs', 'org'].join('.')}/zod"`)).toEqual(['x:2']);
  });

  const path = machinePath('/home/ann/metafob');

  it('finds the path of the checkout', () => {
    expect(found(path, 'see /home/ann/metafob/src')).toEqual(['x:2']);
  });

  it.each(['/home/ann/metafob-old', 'https://example.com/home/ann/metafob'])('does not mind %s', (other) => {
    expect(found(path, `see ${other}`)).toEqual([]);
  });
});
