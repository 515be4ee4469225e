import { collectSurroundings } from '../../../node/doctor/collect/collect-surroundings.ts';
import { holderOfPort } from '../../../node/doctor/collect/processes.ts';
import { diagnose, hasProblem } from '../../../node/doctor/diagnose.ts';
import type { ServiceFacts } from '../../../node/doctor/surroundings.ts';
import { whoAnswers } from '../../../node/host/who-answers.ts';
import { sendRequest } from '../../../node/http/send-request.ts';
import type { DoctorReport, Finding, Severity } from '../../../shared/doctor.ts';
import { createShellLines } from '../../doctor-shell-lines.ts';
import type { CommandContext } from '../command-context.ts';
import { findService } from '../find-service.ts';
import { createManageClient } from '../manage-client.ts';
import { type Format, type Paint, printable } from '../output/paint.ts';
import type { Report } from '../output/report.ts';

export interface Diagnosis extends Report {
  readonly hasProblem: boolean;
}

/**
 * Why programs started from this shell do not get Metafob's credentials.
 *
 * @param awsProfile the AWS profile that they use, instead of AWS_PROFILE
 */
export async function doctor(context: CommandContext, awsProfile: string | undefined): Promise<Diagnosis> {
  const { io } = context;
  const report = diagnose(
    await collectSurroundings({
      place: 'shell',
      environment: io.environment,
      platform: io.platform,
      homeDirectory: io.homeDirectory,
      workingDirectory: process.cwd(),
      now: io.now(),
      ...(awsProfile === undefined ? {} : { awsProfile }),
      service: await lookForService(context),
      shell: await createShellLines(io),
      ask: sendRequest,
    }),
  );
  return { json: report, text: (paint) => reportText(report, paint), hasProblem: hasProblem(report) };
}

async function lookForService({ io, url }: CommandContext): Promise<ServiceFacts> {
  const address = await findService(io, url);
  if ((await whoAnswers(sendRequest, address.url)).kind !== 'metafob') {
    const holder = await holderOfPort(Number(new URL(address.url).port || 80), io.platform);
    return holder === undefined
      ? { kind: 'not-running', url: address.url }
      : { kind: 'somebody-else', url: address.url, holder };
  }
  const running = { kind: 'running', url: address.url } as const;
  if (address.token === undefined) return { ...running, profileUrls: [], state: undefined };
  const client = createManageClient(address);
  const state = await client.state();
  const accesses = await Promise.all(state.profiles.map(({ name }) => client.access(name)));
  return { ...running, state, profileUrls: accesses.flatMap(({ metadataUrl }) => originsOf(metadataUrl)) };
}

const originsOf = (url: string | undefined): readonly string[] =>
  url === undefined ? [] : [new URL(url).origin];

const marks: Readonly<Record<Severity, readonly [Format, string]>> = {
  problem: ['red', '✗'],
  warning: ['yellow', '!'],
  note: ['cyan', 'i'],
  fine: ['green', '✓'],
};

function reportText({ awsProfile, findings }: DoctorReport, paint: Paint): string {
  return [
    paint('dim', `Programs of this shell use the AWS profile “${printable(awsProfile)}”.`),
    ...findings.map((finding) => findingText(finding, paint)),
  ].join('\n\n');
}

function findingText({ severity, title, why, fix }: Finding, paint: Paint): string {
  const [format, mark] = marks[severity];
  const lines = [`${paint(format, mark)} ${paint('bold', printable(title))}`, `  ${printable(why)}`];
  if (fix !== undefined)
    lines.push('', `    ${'line' in fix ? paint('cyan', printable(fix.line)) : printable(fix.sentence)}`);
  return lines.join('\n');
}
