import type { ProfileView, ViewState } from '../../../shared/view-state.ts';
import type { CommandContext } from '../command-context.ts';
import { connect } from '../connect.ts';
import { alignColumns, type Cell } from '../output/columns.ts';
import { type Paint, printable } from '../output/paint.ts';
import type { Report } from '../output/report.ts';
import { describeSession, problemOf, sessionJson } from '../output/session-text.ts';

/** Every profile with the state of its session. */
export async function profiles(context: CommandContext): Promise<Report> {
  const view = await (await connect(context)).state();
  return {
    json: {
      profiles: view.profiles.map((profile) => ({ ...profile, session: sessionJson(profile.session) })),
    },
    text: (paint) => profilesText(view, paint),
  };
}

function profilesText(view: ViewState, paint: Paint): string {
  if (view.profiles.length === 0) return 'No profile is configured.';
  const headings = ['PROFILE', 'STATE', 'TIME', 'REGION', 'ROLE'];
  const rows = view.profiles.map((profile): Cell[] => {
    const session = describeSession(profile.session, view);
    return [nameCell(profile), session.state, session.detail, profile.region, profile.roleArn ?? ''];
  });
  const heading = headings.map((text): Cell => ({ text, format: 'dim' }));
  return [...alignColumns([heading, ...rows], paint), ...problemLines(view, paint)].join('\n');
}

const nameCell = ({ name, active }: ProfileView): Cell =>
  active ? { text: `${name} (in use)`, format: 'bold' } : name;

/** Problems are whole sentences: too long for a column. */
function problemLines(view: ViewState, paint: Paint): string[] {
  const lines = view.profiles.flatMap(({ name, session }) => {
    const problem = problemOf(session);
    return problem === undefined ? [] : [`${paint('red', '✗')} ${printable(`${name}: ${problem.message}`)}`];
  });
  return lines.length === 0 ? [] : ['', ...lines];
}
