import { useMemo } from 'preact/hooks';
import type { DesktopBridge } from '../../desktop/desktop-bridge.ts';
import { ActionProblem } from '../action-problem.tsx';
import { CopyByMain } from '../copy-by-main.tsx';
import { ViewHeading } from '../view-heading.tsx';
import { logEntries } from './log-entry.ts';
import { useLog } from './use-log.ts';

/** The newest lines of the log, and the button that copies what a report of a fault needs. */
export const LogView = ({ bridge }: { bridge: DesktopBridge }) => {
  const { lines, error } = useLog(bridge);
  const entries = useMemo(() => lines && logEntries(lines), [lines]);
  return (
    <section>
      <ViewHeading title="Log">Newest first, without secrets.</ViewHeading>
      <div class="log-head">
        <p class="about">
          For a report of a fault: version, system, settings, states and log, without secrets.
        </p>
        <CopyByMain label="Copy diagnostics" copy={() => bridge.copyDiagnostics()} />
      </div>
      <ActionProblem error={error} />
      {entries?.length === 0 && <p class="about">Nothing was logged yet.</p>}
      {entries !== undefined && entries.length > 0 && (
        <ol class="log">
          {entries.map(({ key, level, time, text, details }) => (
            <li key={key} class={`log-line ${level}`}>
              <time>{time}</time>
              <span class="log-level">{level}</span>
              <span class="log-text">
                {text} <span class="log-details">{details}</span>
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
};
