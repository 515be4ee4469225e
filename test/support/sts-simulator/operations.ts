import {
  createAccessKey,
  deleteAccessKey,
  getAccessKeyLastUsed,
  listAccessKeys,
  updateAccessKey,
} from './actions/access-keys.ts';
import type { Action } from './actions/action.ts';
import { assumeRole } from './actions/assume-role.ts';
import { getCallerIdentity } from './actions/get-caller-identity.ts';
import { getFederationToken } from './actions/get-federation-token.ts';
import { getSessionToken } from './actions/get-session-token.ts';
import { getUser } from './actions/get-user.ts';
import {
  createVirtualMfaDevice,
  deactivateMfaDevice,
  deleteVirtualMfaDevice,
  enableMfaDevice,
  listMfaDevices,
  listVirtualMfaDevices,
  resyncMfaDevice,
} from './actions/mfa-devices.ts';
import { invalidAction } from './service-error.ts';

export interface Service {
  readonly name: 'sts' | 'iam';
  readonly namespace: string;
  readonly actions: ReadonlyMap<string, Action>;
}

export interface Operation {
  readonly action: string;
  readonly service: Service;
  readonly run: Action;
}

/** Both services live on one port; the API version tells them apart. */
const services: ReadonlyMap<string, Service> = new Map([
  [
    '2011-06-15',
    {
      name: 'sts',
      namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
      actions: new Map([
        ['AssumeRole', assumeRole],
        ['GetCallerIdentity', getCallerIdentity],
        ['GetFederationToken', getFederationToken],
        ['GetSessionToken', getSessionToken],
      ]),
    },
  ],
  [
    '2010-05-08',
    {
      name: 'iam',
      namespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
      actions: new Map([
        ['CreateAccessKey', createAccessKey],
        ['CreateVirtualMFADevice', createVirtualMfaDevice],
        ['DeactivateMFADevice', deactivateMfaDevice],
        ['DeleteAccessKey', deleteAccessKey],
        ['DeleteVirtualMFADevice', deleteVirtualMfaDevice],
        ['EnableMFADevice', enableMfaDevice],
        ['GetAccessKeyLastUsed', getAccessKeyLastUsed],
        ['GetUser', getUser],
        ['ListAccessKeys', listAccessKeys],
        ['ListMFADevices', listMfaDevices],
        ['ListVirtualMFADevices', listVirtualMfaDevices],
        ['ResyncMFADevice', resyncMfaDevice],
        ['UpdateAccessKey', updateAccessKey],
      ]),
    },
  ],
]);

const defaultNamespace = 'http://webservices.amazon.com/AWSFault/2005-15-09';

export const namespaceOf = (parameters: URLSearchParams): string =>
  services.get(parameters.get('Version') ?? '')?.namespace ?? defaultNamespace;

/** Throws AWS's InvalidAction for what is not simulated. */
export const operationOf = (parameters: URLSearchParams): Operation => {
  const action = parameters.get('Action') ?? 'NO_ACTION_SPECIFIED';
  const version = parameters.get('Version') ?? 'NO_VERSION_SPECIFIED';
  const service = services.get(version);
  const run = service?.actions.get(action);
  if (service === undefined || run === undefined) throw invalidAction(action, version);
  return { action, service, run };
};
