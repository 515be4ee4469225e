import type { SessionView } from '../../shared/view-state.ts';

const Shape = ({ state }: { state: SessionView['state'] }) => {
  switch (state) {
    case 'none':
      return <circle class="line" cx="10" cy="10" r="7.5" />;
    case 'working':
      return <circle class="line turning" cx="10" cy="10" r="7.5" stroke-dasharray="6 3.42" />;
    case 'waiting-for-code':
      return (
        <>
          <rect class="line" x="1.5" y="4.5" width="17" height="11" rx="3" />
          <circle class="solid" cx="6" cy="10" r="1.3" />
          <circle class="solid" cx="10" cy="10" r="1.3" />
          <circle class="solid" cx="14" cy="10" r="1.3" />
        </>
      );
    case 'active':
      return (
        <>
          <circle class="solid" cx="10" cy="10" r="8.5" />
          <path class="cut" d="m6.2 10.2 2.6 2.6 5-5.2" />
        </>
      );
    case 'expiring':
      return (
        <>
          <circle class="solid" cx="10" cy="10" r="8.5" />
          <path class="cut" d="M10 5.2V10l3 2.2" />
        </>
      );
    case 'failed':
      return (
        <>
          <path class="solid" d="M10 1.5 19 18H1Z" stroke-linejoin="round" stroke="currentColor" />
          <path class="cut" d="M10 7.5v4.5m0 2.9v.1" />
        </>
      );
  }
};

/**
 * Where a session stands, told apart by shape and not only by colour. The text beside it says the same
 * and gives the colour.
 */
export const StateGlyph = ({ state }: { state: SessionView['state'] }) => (
  <svg class="state-glyph" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
    <Shape state={state} />
  </svg>
);
