import { toTimestamp } from '../../sessions/credentials.ts';
import { instanceProfileDocument } from '../credentials-document.ts';
import { ec2Json } from '../ec2-json.ts';
import { type Category, type Facts, text } from './category.ts';

export const CREDENTIALS_SINCE = '2012-01-12';

/**
 * Answered by name only. Programs that crawl the tree, such as cloud-init, know to leave out
 * `security-credentials` and nothing else: they would fetch these and write them to disk.
 */
export const unlistedDirectories: ReadonlySet<string> = new Set([
  'meta-data/iam/security-credentials-extended/',
]);

/** Who the instance is for AWS. */
export const credentialsCategories: readonly Category[] = [
  text('meta-data/iam/info', CREDENTIALS_SINCE, instanceProfile),
  {
    kind: 'credentials',
    path: 'meta-data/iam/security-credentials/{role}',
    since: CREDENTIALS_SINCE,
    name: ({ listedRole }) => listedRole,
  },
  {
    kind: 'credentials',
    path: 'meta-data/iam/security-credentials-extended/{role}',
    since: CREDENTIALS_SINCE,
    name: ({ listedRole }) => listedRole,
  },
  text('meta-data/identity-credentials/ec2/info', '2018-05-23', identityInformation),
  // Credentials of the instance itself, for EC2's own use: those of a user must never stand in for them.
  {
    kind: 'never',
    path: 'meta-data/identity-credentials/ec2/security-credentials/ec2-instance',
    since: '2018-05-23',
  },
];

function instanceProfile({ roleArn, assignedAt }: Facts): string | undefined {
  return roleArn === undefined ? undefined : instanceProfileDocument(roleArn, assignedAt);
}

function identityInformation({ accountId, assignedAt }: Facts): string {
  return ec2Json({ Code: 'Success', LastUpdated: toTimestamp(assignedAt), AccountId: accountId });
}
