import { useEffect, useRef, useState } from 'preact/hooks';
import { ActionButton } from '../../components/action-button.tsx';
import { Mark } from '../../components/mark.tsx';
import type { DesktopBridge } from '../../desktop/desktop-bridge.ts';
import { useAction } from '../../hooks/use-action.ts';
import { ActionProblem } from '../action-problem.tsx';
import type { DashboardState } from '../dashboard-state.ts';
import { ConfigurationStep } from './configuration-step.tsx';
import { ConnectStep } from './connect-step.tsx';
import { MfaStep } from './mfa-step.tsx';

const steps = ['configuration', 'mfa', 'connect'] as const;
type Step = (typeof steps)[number];

const titles: Record<Step, string> = {
  configuration: 'Your profiles',
  mfa: 'Your MFA device',
  connect: 'Your first program',
};

interface FirstRunProps {
  readonly current: DashboardState;
  readonly desktopBridge: DesktopBridge;
}

const StepContent = ({ step, current, desktopBridge }: FirstRunProps & { step: Step }) => {
  switch (step) {
    case 'configuration':
      return <ConfigurationStep current={current} />;
    case 'mfa':
      return <MfaStep current={current} bridge={desktopBridge} />;
    case 'connect':
      return <ConnectStep current={current} bridge={desktopBridge} />;
  }
};

/** Three steps from nothing to a program with credentials. Each can be skipped; nothing is written to files. */
export const FirstRun = ({ current, desktopBridge }: FirstRunProps) => {
  const [step, setStep] = useState<Step>('configuration');
  const action = useAction();
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(step);
  const at = steps.indexOf(step);
  const previous = steps[at - 1];
  const next = steps[at + 1];
  const finish = (): void => void action.run(() => desktopBridge.changeSettings({ firstRunDone: true }));

  useEffect(() => {
    if (shown.current === step) return;
    shown.current = step;
    heading.current?.focus();
  }, [step]);

  return (
    <div class="first-run">
      <header class="first-run-header">
        <p class="brand">
          <Mark />
          Metafob
        </p>
        <ol class="steps" aria-label="Steps">
          {steps.map((name, index) => (
            <li
              key={name}
              class={index < at ? 'done' : undefined}
              aria-current={name === step ? 'step' : undefined}
            >
              {titles[name]}
            </li>
          ))}
        </ol>
      </header>
      <main>
        <h1 ref={heading} tabIndex={-1}>
          {titles[step]}
        </h1>
        <StepContent key={step} step={step} current={current} desktopBridge={desktopBridge} />
        <ActionProblem error={action.error} />
        <div class="actions step-actions">
          {previous && <ActionButton onClick={() => setStep(previous)}>Back</ActionButton>}
          {next && (
            <ActionButton look="primary" onClick={() => setStep(next)}>
              Continue
            </ActionButton>
          )}
          {!next && (
            <ActionButton look="primary" unavailable={action.busy} onClick={finish}>
              Finish
            </ActionButton>
          )}
          {next && (
            <ActionButton unavailable={action.busy} onClick={finish}>
              Skip the set-up
            </ActionButton>
          )}
        </div>
      </main>
    </div>
  );
};
