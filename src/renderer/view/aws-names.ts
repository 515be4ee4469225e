/** The readable end of an ARN, path included: `arn:aws:iam::123456789012:role/team/Deploy` is `team/Deploy`. */
const resourceName = (arn: string): string => {
  const resource = arn.split(':').slice(5).join(':');
  return resource.slice(resource.indexOf('/') + 1);
};

/** The role's name without its path, as the AWS console shows it. Anything but an ARN stays as it is. */
export const roleName = (roleArn: string): string =>
  roleArn.startsWith('arn:') ? (roleArn.split('/').at(-1) ?? roleArn) : roleArn;

/** The name of a virtual MFA device; a hardware device's serial number stays as it is. */
export const deviceName = (serialNumber: string): string =>
  serialNumber.startsWith('arn:') ? resourceName(serialNumber) : serialNumber;
