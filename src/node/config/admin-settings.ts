import { dirname, resolve } from 'node:path';
import { failed, type Result, success } from '../../core/result.ts';
import { isLoopback } from '../http/loopback.ts';
import type { ConfigProblem } from './config-problem.ts';
import type { MergedSection } from './merged-sections.ts';
import { readSection } from './read-section.ts';
import { AdminSection } from './section-schemas.ts';
import type { AdminSettings } from './service-settings.ts';

/** What `[admin]` means; undefined when there is none. The admin listener is off then. Pure. */
export function adminSettings(
  section: MergedSection | undefined,
): Result<AdminSettings | undefined, readonly ConfigProblem[]> {
  if (section === undefined) return success(undefined);
  const read = readSection(AdminSection, section);
  if (!read.ok) return read;
  const host = read.value.host ?? '127.0.0.1';
  const allowRemote = read.value.allow_remote ?? false;
  const { role_arn: roleArn, secret, secret_file: secretFile } = read.value;
  if (!roleArn) {
    const message =
      '[admin] needs role_arn: the role that is assumed with the bootstrap credentials; add it, or remove [admin]';
    return failed([problemIn(section, undefined, message)]);
  }
  if (secret && secretFile) {
    const message = '[admin] has both secret and secret_file; remove secret';
    return failed([problemIn(section, 'secret', message)]);
  }
  if (!isLoopback(host) && !allowRemote) {
    const message =
      'host in [admin] lets other machines reach the admin listener; use 127.0.0.1, or say allow_remote = yes';
    return failed([problemIn(section, 'host', message)]);
  }
  if (allowRemote && !secret && !secretFile) {
    const message =
      'allow_remote in [admin] needs secret_file: without it, any machine could replace the credentials';
    return failed([problemIn(section, 'allow_remote', message)]);
  }
  return success({
    host,
    port: read.value.port ?? 8998,
    allowRemote,
    roleArn,
    region: read.value.region ?? 'us-east-1',
    ...(secret ? { secret } : {}),
    ...(secretFile ? { secretFile: resolvedBeside(section, secretFile) } : {}),
    persist: read.value.persist ?? false,
  });
}

/** What works but should be known: other machines may connect, or the secret stands in the file. */
export function adminWarnings(
  section: MergedSection | undefined,
  settings: AdminSettings | undefined,
): readonly ConfigProblem[] {
  if (section === undefined || settings === undefined) return [];
  const { host, allowRemote, secret } = settings;
  const warnings: ConfigProblem[] = [];
  if (allowRemote && !isLoopback(host)) {
    const message = `the admin listener on ${host} may be reached from other machines, without encryption: whoever reads a request has its keys`;
    warnings.push(problemIn(section, 'allow_remote', message));
  }
  if (secret !== undefined) {
    const message =
      'secret in [admin] stands in plain text in this file; put it into a file of its own and name that with secret_file';
    warnings.push(problemIn(section, 'secret', message));
  }
  return warnings;
}

/** At the key's line, or at the section's where the key is missing. */
function problemIn(section: MergedSection, key: string | undefined, message: string): ConfigProblem {
  const entry = key === undefined ? undefined : section.entries.get(key);
  return {
    file: entry?.file ?? section.file,
    line: entry?.line ?? section.line,
    ...(entry && { key: entry.key }),
    message,
  };
}

/** A relative path starts from the folder of the configuration file. */
const resolvedBeside = (section: MergedSection, path: string): string =>
  resolve(dirname(section.entries.get('secret_file')?.file ?? section.file), path);
