/** Prints as JSON what the AWS SDK for JavaScript finds without any setting: its region, and a key. */
import { STSClient } from '@aws-sdk/client-sts';
import { fromInstanceMetadata } from '@aws-sdk/credential-providers';

const { accessKeyId } = await fromInstanceMetadata()();
console.log(JSON.stringify({ region: await new STSClient({}).config.region(), accessKeyId }));
