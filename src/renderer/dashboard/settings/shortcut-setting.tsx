import { useRef, useState } from 'preact/hooks';
import type { DesktopView } from '../../../shared/ipc.ts';
import { ActionButton } from '../../components/action-button.tsx';
import type { DesktopBridge } from '../../desktop/desktop-bridge.ts';
import { useAction } from '../../hooks/use-action.ts';
import { ActionProblem } from '../action-problem.tsx';
import { acceleratorKeys, acceleratorOf } from './accelerator.ts';

interface ShortcutSettingProps {
  readonly desktop: DesktopView;
  readonly bridge: Pick<DesktopBridge, 'changeSettings'>;
}

const Shortcut = ({ accelerator, platform }: { accelerator: string | undefined; platform: string }) => {
  if (accelerator === undefined) return <span class="about">None</span>;
  return (
    <span class="keys">
      {acceleratorKeys(accelerator, platform).map((key) => (
        <kbd key={key}>{key}</kbd>
      ))}
    </span>
  );
};

/** The keys that open the question for a code, or the dashboard, from anywhere. */
export const ShortcutSetting = ({ desktop, bridge }: ShortcutSettingProps) => {
  const { platform, shortcutProblem } = desktop;
  const { globalShortcut } = desktop.settings;
  const action = useAction();
  const [recording, setRecording] = useState(false);
  const recordButton = useRef<HTMLButtonElement>(null);

  const change = (shortcut: string | null): void => {
    setRecording(false);
    recordButton.current?.focus();
    void action.run(() => bridge.changeSettings({ globalShortcut: shortcut }));
  };
  const listen = (event: KeyboardEvent): void => {
    if (!recording || event.key === 'Tab') return;
    event.preventDefault();
    const accelerator = acceleratorOf(event, platform);
    if (event.key === 'Escape') setRecording(false);
    else if (accelerator !== undefined) change(accelerator);
  };

  return (
    // The keys are listened for only while the button below records them.
    <fieldset class="setting shortcut" onKeyDown={listen} onBlurCapture={() => setRecording(false)}>
      <legend>Shortcut</legend>
      <p class="about">
        Opens the question for a code, or this window, while another program is in front. Needs Ctrl, Alt or{' '}
        {platform === 'darwin' ? 'Command' : 'the Windows key'} with another key, or a function key.
      </p>
      <div class="shortcut-row">
        <Shortcut accelerator={globalShortcut} platform={platform} />
        <div class="actions">
          <ActionButton
            buttonRef={recordButton}
            look={recording ? 'primary' : 'plain'}
            onClick={() => setRecording(!recording)}
          >
            {recording ? 'Press the keys… Esc stops' : 'Record'}
          </ActionButton>
          {globalShortcut !== undefined && (
            <ActionButton target="the shortcut" onClick={() => change(null)}>
              Remove
            </ActionButton>
          )}
        </div>
      </div>
      <p class="problem" role="status">
        {shortcutProblem}
      </p>
      <ActionProblem error={action.error} />
    </fieldset>
  );
};
