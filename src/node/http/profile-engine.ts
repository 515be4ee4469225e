import type { Engine } from '../../core/engine.ts';
import type { ViewState } from '../../shared/view-state.ts';

/** The engine as it would be if a certain profile were the active one; for reading only. */
export function engineOfProfile(engine: Engine, profile: string): Engine {
  return {
    ...engine,
    activeProfile: () => profile,
    view: () => withActiveProfile(engine.view(), profile),
  };
}

/** The engine as if it had no profile but the active one; for reading only. */
export const engineOfActiveProfile = (engine: Engine): Engine => ({
  ...engine,
  view() {
    const view = engine.view();
    return { ...view, profiles: view.profiles.filter(({ active }) => active) };
  },
});

const withActiveProfile = (view: ViewState, name: string): ViewState => ({
  ...view,
  activeProfile: name,
  profiles: view.profiles.map((profile) => ({ ...profile, active: profile.name === name })),
});
