import type { DesktopView } from '../../shared/ipc.ts';
import { Mark } from '../components/mark.tsx';
import { listeningLabel, listeningState } from '../view/listening.ts';
import { type ViewName, views } from './view-name.ts';

interface NavigationProps {
  readonly current: ViewName;
  readonly desktop: DesktopView;
}

/** The brand, the views, and whether programs are served, at the side of the window. */
export const Navigation = ({ current, desktop }: NavigationProps) => (
  <header class="side">
    <p class="brand">
      <Mark />
      Metafob
    </p>
    <nav aria-label="Views">
      <ul>
        {views.map(({ name, title }) => (
          <li key={name}>
            <a href={`#${name}`} aria-current={name === current ? 'page' : undefined}>
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
    <p class={`side-status ${listeningState(desktop)}`}>{listeningLabel(desktop)}</p>
  </header>
);
