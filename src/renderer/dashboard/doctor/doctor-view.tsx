import type { DoctorReport, Finding, Severity } from '../../../shared/doctor.ts';
import type { Bridge } from '../../bridge.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { ActionProblem } from '../action-problem.tsx';
import { ViewHeading } from '../view-heading.tsx';
import { useReport } from './use-report.ts';

const severityNames: Readonly<Record<Severity, string>> = {
  problem: 'Problem',
  warning: 'Warning',
  note: 'Note',
  fine: 'Fine',
};

/** Why programs do not get credentials, and what mends it. */
export const DoctorView = ({ bridge }: { bridge: Pick<Bridge, 'examine'> }) => {
  const { report, busy, error, examine } = useReport(bridge);

  return (
    <section class="doctor">
      <ViewHeading title="Doctor">Why a program does not get credentials.</ViewHeading>
      <div class="doctor-head">
        <p class="about">
          This is what the app itself finds. A shell may have other variables: where a program fails, run{' '}
          <code>metafob doctor</code>.
        </p>
        <ActionButton unavailable={busy} onClick={examine}>
          Run again
        </ActionButton>
      </div>
      <p class="about" role="status">
        {busy ? 'Looking…' : report && summaryOf(report)}
      </p>
      <ActionProblem error={error} />
      {report !== undefined && (
        <ul class="rows">
          {report.findings.map((finding, index) => (
            <FindingRow key={`${finding.id} ${index}`} finding={finding} />
          ))}
        </ul>
      )}
    </section>
  );
};

const FindingRow = ({ finding: { severity, title, why, fix } }: { finding: Finding }) => (
  <li class={`row finding finding-${severity}`}>
    <h2>
      <span class="severity">{severityNames[severity]}</span> {title}
    </h2>
    <p>{why}</p>
    {fix !== undefined && 'sentence' in fix && <p>{fix.sentence}</p>}
    {fix !== undefined && 'line' in fix && (
      <div class="copy-line">
        <code>{fix.line}</code>
        <CopyButton text={fix.line} target={`the line for “${title}”`} />
      </div>
    )}
  </li>
);

function summaryOf({ findings }: DoctorReport): string {
  const problems = findings.filter(({ severity }) => severity === 'problem').length;
  switch (problems) {
    case 0:
      return 'No problem was found.';
    case 1:
      return '1 problem was found.';
    default:
      return `${problems} problems were found.`;
  }
}
