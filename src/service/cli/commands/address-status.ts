import type { InstalledAddress } from '../../../node/host/addresses/address-host.ts';
import type { CommandContext } from '../command-context.ts';
import { alignColumns, type Cell } from '../output/columns.ts';
import type { Report } from '../output/report.ts';
import { addressHost } from './address.ts';
import { whoAnswersThere } from './address-answer.ts';

/** What is installed, and who answers. */
export async function addressStatus({ io }: CommandContext): Promise<Report> {
  const host = await addressHost(io.platform);
  const [installed, answer] = await Promise.all([host.status(), whoAnswersThere()]);
  const { sentence, ...answerFacts } = answer;
  return {
    json: {
      installed: installed.addresses.length > 0,
      ...installed,
      rules: installed.rules ?? null,
      answer: answerFacts,
    },
    text: (paint) =>
      alignColumns(
        [
          [label('Addresses'), installed.addresses.join(', ') || 'not installed'],
          ...(installed.localPort === undefined
            ? []
            : [[label('Lead to'), `port ${installed.localPort} of this machine`]]),
          ...ruleRows(installed),
          [label('Restart'), installed.persistent ? 'installed again with the system' : 'not kept'],
          [label('Now'), sentence],
        ],
        paint,
      ).join('\n'),
  };
}

const label = (text: string): Cell => ({ text, format: 'dim' });

function ruleRows({ rules, addresses }: InstalledAddress): Cell[][] {
  if (rules === undefined) {
    return addresses.length === 0 ? [] : [[label('Rules'), 'only an administrator may see them']];
  }
  return rules.map((rule, index) => [label(index === 0 ? 'Rules' : ''), rule.replace(/^metafob: /, '')]);
}
