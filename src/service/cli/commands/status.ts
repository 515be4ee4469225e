import type { HealthResponse } from '../../../shared/manage-api.ts';
import { shellWord } from '../../../shared/shell-word.ts';
import type { PromptView, ViewState } from '../../../shared/view-state.ts';
import type { CommandContext } from '../command-context.ts';
import { connect } from '../connect.ts';
import { alignColumns, type Cell } from '../output/columns.ts';
import { type Paint, printable } from '../output/paint.ts';
import type { Report } from '../output/report.ts';
import { describeSession, problemOf, sessionJson } from '../output/session-text.ts';

/** The service, its active profile and session, the codes it waits for. */
export async function status(context: CommandContext): Promise<Report> {
  const client = await connect(context);
  // The state first: its failure says more when nothing runs or no token is there.
  const view = await client.state();
  const health = await client.health();
  return {
    json: statusJson(client.url, health, view),
    text: (paint) => statusText(client.url, health, view, paint),
  };
}

function statusJson(url: string, health: HealthResponse, view: ViewState): object {
  const active = view.profiles.find((profile) => profile.name === view.activeProfile);
  return {
    service: { url, version: health.version, processId: health.processId },
    activeProfile: view.activeProfile,
    session: sessionJson(active?.session ?? { state: 'none' }),
    prompts: view.prompts.map((prompt) => ({
      id: prompt.id,
      profiles: prompt.profiles,
      ...(prompt.accountId === undefined ? {} : { accountId: prompt.accountId }),
      serialNumber: prompt.serialNumber,
      waiting: prompt.waiting,
      openedAt: new Date(prompt.openedAt).toISOString(),
    })),
    warnings: view.warnings,
  };
}

function statusText(url: string, health: HealthResponse, view: ViewState, paint: Paint): string {
  const lines = [
    ...alignColumns(
      [
        [label('Service'), `${url} (version ${health.version}, process ${health.processId})`],
        ...activeProfileRows(view),
      ],
      paint,
    ),
    ...promptLines(view.prompts, paint),
  ];
  if (view.warnings.length > 0) {
    lines.push(
      '',
      paint('yellow', '! Warnings'),
      ...view.warnings.map((warning) => `  ${printable(warning)}`),
    );
  }
  return lines.join('\n');
}

const label = (text: string): Cell => ({ text, format: 'dim' });

function activeProfileRows(view: ViewState): Cell[][] {
  const profile = view.profiles.find((candidate) => candidate.name === view.activeProfile);
  if (profile === undefined) return [[label('Profile'), `${view.activeProfile} (not configured)`]];

  const session = describeSession(profile.session, view);
  const problem = problemOf(profile.session);
  const { accountId, userName, roleArn, notice } = profile;
  const rows: Cell[][] = [
    [label('Profile'), { text: profile.name, format: 'bold' }],
    [label('Session'), session.state],
  ];
  if (session.detail !== '') rows.push(['', session.detail]);
  if (profile.session.state === 'expiring') {
    rows.push(['', 'Only a new code can renew it: run “metafob login”.']);
  }
  if (problem !== undefined) rows.push(['', problem.message]);
  if (notice !== undefined) rows.push(['', notice]);
  if (accountId !== undefined) {
    rows.push([label('Account'), userName === undefined ? accountId : `${accountId} (${userName})`]);
  }
  if (roleArn !== undefined) rows.push([label('Role'), roleArn]);
  rows.push([label('Codes'), codesText(profile.mfa)]);
  return rows;
}

function codesText({ mode, serialNumber }: ViewState['profiles'][number]['mfa']): string {
  const device = serialNumber === undefined ? '' : ` (${serialNumber})`;
  switch (mode) {
    case 'none':
      return 'not needed';
    case 'stored-secret':
      return `computed from the stored MFA secret${device}`;
    case 'prompt':
      return `asked from you${device}`;
    case 'unknown':
      return 'not known yet';
  }
}

function promptLines(prompts: readonly PromptView[], paint: Paint): string[] {
  if (prompts.length === 0) return [];
  const rows = prompts.map((prompt): Cell[] => [
    `  ${prompt.profiles.join(', ')}`,
    prompt.serialNumber,
    prompt.waiting === 1 ? '1 request' : `${prompt.waiting} requests`,
    `metafob login ${shellWord(prompt.profile)}`,
  ]);
  return ['', paint('yellow', '? Waiting for a code'), ...alignColumns(rows, paint)];
}
