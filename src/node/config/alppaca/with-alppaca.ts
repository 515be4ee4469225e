import type { Configuration } from '../load-configuration.ts';
import type { AlppacaSettings } from './alppaca-settings.ts';

/**
 * What /etc/alppaca adds to the rest of the configuration. Metafob's own files win; they also decide alone where
 * the service listens. The stand-in profile `default` makes room for the roles of the upstream. Pure.
 */
export const withAlppaca = (
  configuration: Configuration,
  { listener, service, warnings, files }: AlppacaSettings & { readonly files: readonly string[] },
): Configuration => {
  const hasOwnFiles = configuration.files.length > 0;
  const standIn = configuration.profiles.every(({ identity }) => identity.kind === 'discovered');
  const makesRoom = !hasOwnFiles && standIn && configuration.hasImplicitDefault;
  return {
    ...configuration,
    profiles: makesRoom ? [] : configuration.profiles,
    listener: hasOwnFiles ? configuration.listener : listener,
    service: { ...service, ...configuration.service },
    warnings: [...configuration.warnings, ...warnings],
    files: [...configuration.files, ...files],
  };
};
