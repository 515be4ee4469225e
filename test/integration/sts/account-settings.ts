import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { AccountCallSettings } from '../../../src/node/sts/account-call.ts';
import type { StsSimulator } from '../../support/sts-simulator/server.ts';

/** Settings for calls to the simulator, whose clock the calls are signed with. */
export const accountSettings = (
  simulator: StsSimulator,
  credentials: AccountCallSettings['credentials'],
): AccountCallSettings => ({
  credentials,
  region: 'eu-west-1',
  httpHandler: new NodeHttpHandler(),
  clockSkewMs: simulator.now() - Date.now(),
});
