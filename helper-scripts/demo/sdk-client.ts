/**
 * A program that uses AWS, for demos on machines without the AWS CLI. It asks STS at the given address who it
 * is, with the credentials that it finds through instance metadata, as on an EC2 instance.
 */
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { fromInstanceMetadata } from '@aws-sdk/credential-providers';

const [endpoint = ''] = process.argv.slice(2);
const sts = new STSClient({ endpoint, region: 'eu-west-1', credentials: fromInstanceMetadata() });
const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
console.log(JSON.stringify({ Arn }));
