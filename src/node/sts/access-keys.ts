import {
  type AccessKeyMetadata,
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  GetAccessKeyLastUsedCommand,
  IAMClient,
  ListAccessKeysCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { IdentityFacts } from '../../core/ports.ts';
import type { Result } from '../../core/result.ts';
import type { Failure } from '../../core/sessions/failure.ts';
import {
  type AccountCallSettings,
  asResult,
  clientSettings,
  clientSettingsForCreating,
} from './account-call.ts';
import { factsOfArn } from './identity-facts.ts';

export type AccessKeyStatus = 'active' | 'inactive';

export interface ListedAccessKey {
  readonly accessKeyId: string;
  readonly status: AccessKeyStatus;
  /** Milliseconds since the epoch. */
  readonly createdAt?: number;
}

/** `secretAccessKey` is told this once only; AWS never shows it again. */
export interface NewAccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export type CallerFacts = IdentityFacts & { readonly arn: string };

/** The access keys of the user whom the credentials belong to. No method throws: failures are values. */
export interface AccessKeysPort {
  /** sts:GetCallerIdentity: needs no permission, so it shows whether the credentials work at all. */
  whoAmI(): Promise<Result<CallerFacts, Failure>>;
  list(): Promise<Result<readonly ListedAccessKey[], Failure>>;
  /** Milliseconds since the epoch; undefined for a key that was never used. AWS tells it with a delay. */
  lastUsedAt(accessKeyId: string): Promise<Result<number | undefined, Failure>>;
  /**
   * Makes a second key: AWS allows two at a time and refuses a third. Tried once: after a `network` failure
   * there may be a new key whose secret nobody knows, which `list` shows. For some seconds much of AWS does not
   * know the new key and answers InvalidClientTokenId (`base-keys-gone`): ask `whoAmI` with it until it works.
   */
  create(): Promise<Result<NewAccessKey, Failure>>;
  setStatus(accessKeyId: string, status: AccessKeyStatus): Promise<Result<void, Failure>>;
  delete(accessKeyId: string): Promise<Result<void, Failure>>;
}

/** IAM and STS through the AWS SDK; what is not said to be tried once is retried as the SDK does it. */
export function createAccessKeysPort(settings: AccountCallSettings): AccessKeysPort {
  const iam = () => new IAMClient(clientSettings(settings));

  async function whoAmI(): Promise<CallerFacts> {
    const { Arn } = await new STSClient(clientSettings(settings)).send(new GetCallerIdentityCommand({}));
    if (!Arn) throw new Error('The answer of STS names no caller.');
    return { ...factsOfArn(Arn), arn: Arn };
  }

  async function list(): Promise<readonly ListedAccessKey[]> {
    const answer = await iam().send(new ListAccessKeysCommand({}));
    return (answer.AccessKeyMetadata ?? []).flatMap(toListedKey);
  }

  async function lastUsedAt(accessKeyId: string): Promise<number | undefined> {
    const answer = await iam().send(new GetAccessKeyLastUsedCommand({ AccessKeyId: accessKeyId }));
    return answer.AccessKeyLastUsed?.LastUsedDate?.getTime();
  }

  async function create(): Promise<NewAccessKey> {
    const client = new IAMClient(clientSettingsForCreating(settings));
    const { AccessKeyId, SecretAccessKey } =
      (await client.send(new CreateAccessKeyCommand({}))).AccessKey ?? {};
    if (!AccessKeyId || !SecretAccessKey) throw new Error('The answer of IAM holds no access key.');
    return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey };
  }

  async function setStatus(accessKeyId: string, status: AccessKeyStatus): Promise<void> {
    const Status = status === 'active' ? 'Active' : 'Inactive';
    await iam().send(new UpdateAccessKeyCommand({ AccessKeyId: accessKeyId, Status }));
  }

  async function remove(accessKeyId: string): Promise<void> {
    await iam().send(new DeleteAccessKeyCommand({ AccessKeyId: accessKeyId }));
  }

  return {
    whoAmI: () => asResult(whoAmI()),
    list: () => asResult(list()),
    lastUsedAt: (accessKeyId) => asResult(lastUsedAt(accessKeyId)),
    create: () => asResult(create()),
    setStatus: (accessKeyId, status) => asResult(setStatus(accessKeyId, status)),
    delete: (accessKeyId) => asResult(remove(accessKeyId)),
  };
}

const toListedKey = ({ AccessKeyId, Status, CreateDate }: AccessKeyMetadata): ListedAccessKey[] =>
  AccessKeyId === undefined
    ? []
    : [
        {
          accessKeyId: AccessKeyId,
          status: Status === 'Active' ? 'active' : 'inactive',
          ...(CreateDate === undefined ? {} : { createdAt: CreateDate.getTime() }),
        },
      ];
