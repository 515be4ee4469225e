import { describe, expect, it } from 'vitest';
import { deviceName, roleName } from '../../../src/renderer/view/aws-names.ts';
import { endpointLine, exportLines } from '../../../src/renderer/view/shell-lines.ts';

describe('AWS names', () => {
  it('a role is called by its name without the path', () => {
    expect(roleName('arn:aws:iam::123456789012:role/team/Developer')).toBe('Developer');
  });

  it('a virtual MFA device is called by its name', () => {
    expect(deviceName('arn:aws:iam::123456789012:mfa/jane')).toBe('jane');
  });

  it('the serial number of a hardware device stays whole', () => {
    expect(deviceName('GAHT12345678')).toBe('GAHT12345678');
  });
});

describe('lines for a shell', () => {
  it('the endpoint ends with a slash', () => {
    expect(endpointLine('http://127.0.0.1:45000')).toBe(
      'export AWS_EC2_METADATA_SERVICE_ENDPOINT=http://127.0.0.1:45000/',
    );
  });

  it('credentials are quoted, so that a shell takes no character of them for its own', () => {
    const lines = exportLines({
      accessKey: 'ASIAEXAMPLE',
      secretKey: "a'b$c",
      sessionToken: 'x/y+z==',
      expiration: '2026-11-22T14:32:00Z',
    });
    expect(lines).toBe(
      "export AWS_ACCESS_KEY_ID='ASIAEXAMPLE'\n" +
        "export AWS_SECRET_ACCESS_KEY='a'\\''b$c'\n" +
        "export AWS_SESSION_TOKEN='x/y+z=='\n",
    );
  });
});
