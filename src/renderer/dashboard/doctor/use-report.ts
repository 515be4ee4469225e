import { useEffect, useState } from 'preact/hooks';
import type { DoctorReport } from '../../../shared/doctor.ts';
import type { Bridge } from '../../bridge.ts';
import type { ActionError } from '../../hooks/use-action.ts';

interface ReportState {
  /** The last one that could be made. */
  readonly report: DoctorReport | undefined;
  readonly busy: boolean;
  readonly error: ActionError | undefined;
  /** Makes a new one; does nothing while one is being made. */
  examine(): void;
}

/** A report, made when the view opens and again on request. */
export const useReport = (bridge: Pick<Bridge, 'examine'>): ReportState => {
  const [round, setRound] = useState(1);
  const [doneRounds, setDoneRounds] = useState(0);
  const [report, setReport] = useState<DoctorReport>();
  const [error, setError] = useState<ActionError>();
  const busy = doneRounds < round;

  useEffect(() => {
    let ended = false;
    void bridge.examine().then((result) => {
      if (ended) return;
      setDoneRounds(round);
      if (result.ok) setReport(result.value);
      setError(result.ok ? undefined : result.error);
    });
    return () => {
      ended = true;
    };
  }, [bridge, round]);

  return {
    report,
    busy,
    error,
    examine: () => {
      if (!busy) setRound(round + 1);
    },
  };
};
