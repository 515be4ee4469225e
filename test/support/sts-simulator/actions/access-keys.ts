import type { AccessKey, AccessKeyStatus } from '../access-keys.ts';
import { readParameters } from '../parameters.ts';
import { limitExceeded, noSuchEntity } from '../service-error.ts';
import type { XmlFields } from '../xml.ts';
import { type Action, type ActionContext, timestamp } from './action.ts';
import { authorizeIam, requestedUser } from './iam-user.ts';

const KEYS_PER_USER = 2;

const metadataXml = ({ id, user, status, createdAt }: AccessKey): XmlFields => ({
  UserName: user.name,
  AccessKeyId: id,
  Status: status,
  CreateDate: timestamp(createdAt),
});

const notFound = (id: string) => noSuchEntity(`The Access Key with id ${id} cannot be found.`);

export const listAccessKeys: Action = (context) => {
  const { user } = requestedUser(context, 'iam:ListAccessKeys');
  return { IsTruncated: false, AccessKeyMetadata: context.accessKeys.ofUser(user).map(metadataXml) };
};

export const createAccessKey: Action = (context) => {
  const owner = requestedUser(context, 'iam:CreateAccessKey');
  if (context.accessKeys.ofUser(owner.user).length >= KEYS_PER_USER) {
    throw limitExceeded('AccessKeysPerUser', KEYS_PER_USER);
  }
  const key = context.accessKeys.create(owner, context.now, context.newKeyUsableFrom);
  return { AccessKey: { ...metadataXml(key), SecretAccessKey: key.secret } };
};

/** The key that a request names, which has to be one of the user's. */
const requestedKey = (context: ActionContext, action: string): AccessKey => {
  const reader = readParameters(context.parameters);
  const id = reader.required('accessKeyId');
  reader.finish();
  const { user } = requestedUser(context, action);
  const key = context.accessKeys.find(id);
  if (key?.user !== user) throw notFound(id);
  return key;
};

const statusIn = (parameters: URLSearchParams): AccessKeyStatus => {
  const reader = readParameters(parameters);
  const status = reader.required('status');
  reader.finish();
  return status === 'Active' ? 'Active' : 'Inactive';
};

export const updateAccessKey: Action = (context) => {
  const status = statusIn(context.parameters);
  context.accessKeys.update({ ...requestedKey(context, 'iam:UpdateAccessKey'), status });
  return undefined;
};

export const deleteAccessKey: Action = (context) => {
  context.accessKeys.delete(requestedKey(context, 'iam:DeleteAccessKey').id);
  return undefined;
};

/** Of any key in the account: this one action takes no user name. */
export const getAccessKeyLastUsed: Action = (context) => {
  const reader = readParameters(context.parameters);
  const id = reader.required('accessKeyId');
  reader.finish();
  authorizeIam(context, 'iam:GetAccessKeyLastUsed', `access key ${id}`);
  const key = context.accessKeys.find(id);
  if (key === undefined || key.account !== context.caller.account) throw notFound(id);
  return {
    UserName: key.user.name,
    AccessKeyLastUsed: {
      LastUsedDate: key.lastUse && timestamp(key.lastUse.at),
      ServiceName: key.lastUse?.service ?? 'N/A',
      Region: key.lastUse?.region ?? 'N/A',
    },
  };
};
