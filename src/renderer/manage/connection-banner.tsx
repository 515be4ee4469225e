import type { Connection } from '../bridge.ts';
import { ActionButton } from '../components/action-button.tsx';

/** Tells that the page no longer hears from Metafob. The bridge reconnects by itself. */
export const ConnectionBanner = ({ connection }: { connection: Connection }) => (
  <div class="banner-place" role="status">
    {connection === 'lost' && (
      <div class="banner">
        <p>
          <strong>The connection to Metafob is lost.</strong> This page tries again by itself; until then it
          may show old news. If Metafob was restarted, reload the page.
        </p>
        <ActionButton onClick={() => location.reload()}>Reload</ActionButton>
      </div>
    )}
  </div>
);
