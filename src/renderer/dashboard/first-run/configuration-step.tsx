import { ConfigurationFiles } from '../configuration-files.tsx';
import type { DashboardState } from '../dashboard-state.ts';

const example = `[profile:dev]
role_arn = arn:aws:iam::123456789012:role/Developer`;

/** Step 1: which configuration was found, or where to write one. */
export const ConfigurationStep = ({ current: { state, desktop } }: { current: DashboardState }) => {
  const files = desktop.configurationFiles;
  const own = files.at(-1);
  const isFound = files.some(({ found }) => found);
  return (
    <>
      {isFound ? (
        <p>
          Metafob read your configuration and found{' '}
          <strong>{state.profiles.length === 1 ? '1 profile' : `${state.profiles.length} profiles`}</strong>:{' '}
          {state.profiles.map(({ name }) => name).join(', ')}.
        </p>
      ) : (
        <p>
          There is no configuration yet. That is fine: the profile <strong>default</strong> uses the keys that
          AWS tools find by themselves. For roles, write a file like this one; Metafob sees it at once.
        </p>
      )}
      <ConfigurationFiles files={files} />
      {!isFound && own && (
        <figure class="example">
          <figcaption>
            <code>{own.path}</code>
          </figcaption>
          <pre>{example}</pre>
        </figure>
      )}
      <p class="about">Metafob only reads these files. It does not change ~/.aws.</p>
    </>
  );
};
