/**
 * `node s3-stand-in.ts PORT ACCESS_KEY_ID`: a stand-in for S3 that lists one bucket to whoever signs with
 * this temporary key, and refuses all others. It does not verify the signature.
 */
import { createServer } from 'node:http';

const [, , port, accessKeyId] = process.argv;

const buckets = `<?xml version="1.0" encoding="UTF-8"?>
<ListAllMyBucketsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
  <Owner><ID>owner</ID><DisplayName>owner</DisplayName></Owner>
  <Buckets><Bucket><Name>listed-bucket</Name><CreationDate>2026-01-05T09:00:00.000Z</CreationDate></Bucket></Buckets>
</ListAllMyBucketsResult>`;
const refusal = '<Error><Code>InvalidAccessKeyId</Code><Message>This key is unknown.</Message></Error>';

const server = createServer(({ headers }, response) => {
  const isKnown =
    headers.authorization?.includes(`Credential=${accessKeyId}/`) === true &&
    headers['x-amz-security-token'] !== undefined;
  response.writeHead(isKnown ? 200 : 403, { 'Content-Type': 'application/xml' });
  response.end(isKnown ? buckets : refusal);
});
server.listen(Number(port), '127.0.0.1', () => console.log('listening'));
