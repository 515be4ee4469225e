import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { awsKeyFiles } from '../../../node/user-files/aws-files.ts';
import { type Edited, readSection } from '../../../node/user-files/edit-ini.ts';
import { type Update, updateUserFile } from '../../../node/user-files/update-user-file.ts';
import { shellWord } from '../../../shared/shell-word.ts';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import type { CommandContext } from '../command-context.ts';
import { connect as connectToService, requireProfile } from '../connect.ts';
import {
  type ConnectedSection,
  type Connection,
  connectedSections,
  connectSection,
  disconnectSection,
  sectionOf,
} from '../connected-sections.ts';
import { configurationError } from '../local-secrets.ts';
import type { ManageClient } from '../manage-client.ts';
import { type Report, sentence } from '../output/report.ts';
import { ownCommandLine } from '../own-command-line.ts';

export const connectionKinds = ['process', 'port', 'container'] as const;

export interface ConnectOptions {
  readonly by: (typeof connectionKinds)[number];
  /** Name of the AWS profile, when it is not to be that of the Metafob profile. */
  readonly as?: string;
}

/** Makes a profile known to the AWS tools by writing a section into ~/.aws/config. */
export async function connectProfile(
  context: CommandContext,
  profileName: string,
  { by, as: name = profileName }: ConnectOptions,
): Promise<Report> {
  const { io } = context;
  const client = await connectToService(context);
  const { name: profile, region } = requireProfile(await client.state(), profileName);
  if (by === 'container') {
    return sentence(
      `Nothing has to be written for this: in each shell, run eval "$(metafob env ${shellWord(profile)})".`,
      { profile, by },
    );
  }
  await refuseStaticKeys(io, name);
  const connection = await makeConnection(io, client, profile, by);
  const update = await change(io, (text) => connectSection(text, name, { profile, region, connection }));
  return sentence(
    [
      `AWS_PROFILE=${name} now stands for profile ${profile}: the section [${sectionOf(name)}] is in ${configFile(io)}.`,
      ...backupLine(update),
      `“metafob connect --remove ${shellWord(name)}” undoes it.`,
    ].join('\n'),
    { profile, by, name, file: configFile(io), ...update },
  );
}

async function makeConnection(
  io: CliIo,
  client: ManageClient,
  profile: string,
  by: Connection['by'],
): Promise<Connection> {
  switch (by) {
    case 'process':
      return { by, command: await ownCommandLine(io, ['credential-process', '--', profile]) };
    case 'port':
      return { by, url: (await client.assignPort(profile)).url };
  }
}

/** AWS tools take keys in ~/.aws/credentials before anything that a section in ~/.aws/config says. */
async function refuseStaticKeys(io: CliIo, name: string): Promise<void> {
  const { credentials } = awsKeyFiles(io.environment, io.homeDirectory);
  const section = readSection(await textOf(credentials), name);
  if (!section.ok) throw configurationError([{ file: credentials, ...section.failure }]);
  if (section.value === undefined) return;
  throw new CliError(
    'configuration',
    `${credentials} has keys for [${name}], which AWS tools use first. Give the connection another name: --as ${name}-mfa`,
  );
}

/** Takes back one connection, or all when none is named. */
export async function disconnect(context: CommandContext, name: string | undefined): Promise<Report> {
  const { io } = context;
  const before = await connections(io);
  const names = name === undefined ? before.map((connection) => connection.name) : [name];
  const backups: string[] = [];
  const byPort = before.filter(({ by }) => by === 'port');
  const isGoing = (connection: ConnectedSection): boolean => names.includes(connection.name);
  const usedPorts = byPort.filter((connection) => !isGoing(connection)).map(({ profile }) => profile);
  // Ports first: as long as the section is there, a command that was interrupted can be run again.
  for (const { profile } of byPort.filter(isGoing)) {
    if (!usedPorts.includes(profile)) await releasePort(context, profile);
  }
  for (const each of names) {
    const { backup } = await change(io, (text) => disconnectSection(text, each));
    if (backup !== undefined) backups.push(backup);
  }
  const text = names.length === 0 ? 'Nothing was connected.' : `Removed: ${names.join(', ')}.`;
  return sentence(text, { removed: names, backups });
}

/** Without a service the port stays remembered, which hurts nobody. */
async function releasePort(context: CommandContext, profile: string): Promise<void> {
  try {
    await (await connectToService(context)).releasePort(profile);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
  }
}

async function connections(io: CliIo): Promise<readonly ConnectedSection[]> {
  const found = connectedSections(await textOf(configFile(io)));
  if (found.ok) return found.value;
  throw configurationError([{ file: configFile(io), line: 1, message: found.failure }]);
}

async function change(io: CliIo, edit: (text: string) => Edited): Promise<Update> {
  const updated = await updateUserFile(configFile(io), edit, { now: io.now() });
  if (!updated.ok) throw configurationError([updated.failure]);
  return updated.value;
}

const backupLine = ({ backup }: Update): string[] =>
  backup === undefined ? [] : [`The file as it was is in ${backup}.`];

const configFile = ({ environment, homeDirectory }: CliIo): string =>
  environment.AWS_CONFIG_FILE || join(homeDirectory, '.aws', 'config');

/** Empty for a file that is not there. */
async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}
