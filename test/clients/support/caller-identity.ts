/**
 * Prints who the AWS SDK for JavaScript is, as JSON: once, or with `--on-each-line` once for each line on
 * standard input, as a program does that runs on. Credentials come from the SDK's default chain.
 */
import { createInterface } from 'node:readline';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

const sts = new STSClient({});

const printIdentity = async (): Promise<void> => {
  const { UserId, Account, Arn } = await sts.send(new GetCallerIdentityCommand({}));
  console.log(JSON.stringify({ UserId, Account, Arn }));
};

if (process.argv[2] === '--on-each-line') {
  for await (const _line of createInterface({ input: process.stdin })) await printIdentity();
} else {
  await printIdentity();
}
