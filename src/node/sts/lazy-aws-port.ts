import type { AwsPort, Clock } from '../../core/ports.ts';
import type { BaseCredentialSources } from '../base-credentials/sources.ts';

/** The AWS SDK takes longer to load than the whole service to start, so it is loaded at the first call. */
export function createLazyAwsPort(
  clock: Pick<Clock, 'now'>,
  environment: Readonly<Record<string, string | undefined>>,
  sources: BaseCredentialSources,
  proxy?: string,
): AwsPort {
  let loading: Promise<AwsPort> | undefined;

  async function load(): Promise<AwsPort> {
    const [{ createAwsPort }, { createHttpHandler }] = await Promise.all([
      import('./aws-port.ts'),
      import('./http-handler.ts'),
    ]);
    return createAwsPort({ clock, sources, httpHandler: await createHttpHandler(environment, proxy) });
  }

  const loaded = () => {
    loading ??= load();
    return loading;
  };

  return {
    describeIdentity: async (call) => (await loaded()).describeIdentity(call),
    getSessionToken: async (call) => (await loaded()).getSessionToken(call),
    assumeRole: async (call) => (await loaded()).assumeRole(call),
  };
}
