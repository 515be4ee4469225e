import type { InstanceResponse } from '../../../shared/instance-api.ts';
import type { CommandContext } from '../command-context.ts';
import { connect } from '../connect.ts';
import { alignColumns, type Cell } from '../output/columns.ts';
import { printable } from '../output/paint.ts';
import { type Report, sentence } from '../output/report.ts';

const sources = { generated: '', set: 'set', profile: 'of the profile' } as const;

export async function showInstance(context: CommandContext): Promise<Report> {
  const view = await (await connect(context)).instance.view();
  return {
    json: view,
    text: (paint) =>
      [
        ...alignColumns(
          view.values.map(({ key, value, source }): Cell[] => [
            { text: key, format: 'dim' },
            value,
            sources[source],
          ]),
          paint,
        ),
        '',
        ...documentLines(view.overrides),
      ].join('\n'),
  };
}

/** Where the override document is, whether it is right, and how to change it. */
export async function editInstance(context: CommandContext): Promise<Report> {
  const { overrides } = await (await connect(context)).instance.view();
  return {
    json: overrides,
    text: () =>
      [
        ...documentLines(overrides),
        'Change it in any editor: the service reads it again when it is saved, and keeps the last good one',
        'while it has mistakes. It looks like this:',
        '',
        '  instance:',
        '    type: m7g.large',
        '  tags: { Name: web }',
      ].join('\n'),
  };
}

function documentLines({ file, exists, problems, warnings }: InstanceResponse['overrides']): string[] {
  if (problems.length > 0) {
    return [
      `The document ${file} has mistakes, so the last good one is in use:`,
      ...problems.map(({ line, message }) => `  line ${line}: ${printable(message)}`),
    ];
  }
  const state = exists ? 'is in use' : 'does not exist: every value is generated';
  return [`The document ${file} ${state}.`, ...warnings.map(printable)];
}

/** Sets a key of the document, or goes back to the generated value. */
export async function setValue(
  context: CommandContext,
  key: string,
  value: string | undefined,
): Promise<Report> {
  const { instance } = await connect(context);
  await instance.set(key, value);
  const text = value === undefined ? `${key} is the generated one again.` : `${key} is set.`;
  return sentence(text, value === undefined ? { key } : { key, value });
}

/** @param newIds also makes another instance */
export async function resetInstance(context: CommandContext, newIds: boolean): Promise<Report> {
  const { instance } = await connect(context);
  await instance.removeOverrides();
  if (newIds) await instance.regenerate();
  const aside = 'What was set is put aside as a backup.';
  return sentence(
    newIds ? `The instance has new ids. ${aside}` : `Every value is generated again. ${aside}`,
    {
      newIds,
    },
  );
}

export async function printCertificate(context: CommandContext): Promise<Report> {
  const certificate = await (await connect(context)).instance.certificate();
  return { json: { certificate }, text: () => certificate.trimEnd() };
}
