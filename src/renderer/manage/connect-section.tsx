import { CopyButton } from '../components/copy-button.tsx';
import { endpointLine } from '../view/shell-lines.ts';

/** How to point a program at this service. */
export const ConnectSection = ({ origin }: { origin: string }) => {
  const line = endpointLine(origin);
  return (
    <section class="connect" aria-labelledby="connect-heading">
      <h2 id="connect-heading">Connect a program</h2>
      <p>
        Run this in the shell that starts the program. AWS SDKs and the AWS CLI then ask Metafob, unless they
        find other credentials first. The slash at the end is needed.
      </p>
      <div class="copy-line">
        <code>{line}</code>
        <CopyButton text={line} target="the line" />
      </div>
    </section>
  );
};
