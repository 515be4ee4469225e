/**
 * The line that points the programs of a terminal at this service, for the usual shell of the system. The
 * slash at the end is needed: AWS CLI 2.9 joins the path to the endpoint without one.
 */
export const environmentLine = (url: string, platform: NodeJS.Platform): string =>
  platform === 'win32'
    ? `$env:AWS_EC2_METADATA_SERVICE_ENDPOINT = "${url}/"`
    : `export AWS_EC2_METADATA_SERVICE_ENDPOINT=${url}/`;
