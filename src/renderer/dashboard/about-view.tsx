import type { DesktopView } from '../../shared/ipc.ts';
import { ActionButton } from '../components/action-button.tsx';
import { Facts } from '../components/facts.tsx';
import type { DesktopBridge, LinkName } from '../desktop/desktop-bridge.ts';
import { useAction } from '../hooks/use-action.ts';
import { platformName } from '../view/platform-name.ts';
import { ActionProblem } from './action-problem.tsx';
import { ConfigurationFiles } from './configuration-files.tsx';
import { ViewHeading } from './view-heading.tsx';

const links: readonly { readonly link: LinkName; readonly label: string }[] = [
  { link: 'documentation', label: 'Documentation' },
  { link: 'changelog', label: 'What is new' },
  { link: 'issues', label: 'Report a fault' },
];

interface AboutViewProps {
  readonly desktop: DesktopView;
  readonly bridge: DesktopBridge;
}

/** Which Metafob this is, what it reads, and where there is more. */
export const AboutView = ({ desktop, bridge }: AboutViewProps) => {
  const action = useAction();
  const open = (link: LinkName): void => void action.run(() => bridge.openLink(link));
  return (
    <>
      <section>
        <ViewHeading title="About">
          Session credentials of AWS for every program on this computer.
        </ViewHeading>
        <div class="row">
          <Facts
            facts={[
              { term: 'Version', value: desktop.version },
              { term: 'System', value: platformName(desktop.platform) },
              { term: 'MFA secrets', value: desktop.secretStore },
            ]}
          />
          <div class="actions">
            {links.map(({ link, label }) => (
              <ActionButton key={link} target="in the browser" onClick={() => open(link)}>
                {label}
              </ActionButton>
            ))}
          </div>
          <ActionProblem error={action.error} />
        </div>
      </section>
      {!desktop.trayAvailable && (
        <section class="note" aria-labelledby="tray-heading">
          <h2 id="tray-heading">No tray icon</h2>
          <p>
            This desktop shows no tray icons, so this window takes their place. Starting Metafob once more
            brings it to the front. GNOME shows tray icons with an extension.
          </p>
          <div class="actions">
            <ActionButton target="in the browser" onClick={() => open('tray-extension')}>
              Get the extension
            </ActionButton>
          </div>
        </section>
      )}
      <section aria-labelledby="files-heading">
        <h2 id="files-heading">Configuration files</h2>
        <p class="about">A later file overrides an earlier one.</p>
        <ConfigurationFiles files={desktop.configurationFiles} />
      </section>
    </>
  );
};
