import forge from 'node-forge';

/** A key with the certificate that says whose it is. */
export interface Signer {
  readonly key: forge.pki.rsa.PrivateKey;
  readonly certificate: forge.pki.Certificate;
}

/**
 * The certificate of a key, signed with the key itself. It follows from the key alone, so that only the key must
 * be kept: an exported certificate stays right after a restart.
 *
 * @param privateKey PKCS #8 in PEM, RSA
 */
export function signerOf(privateKey: string): Signer {
  const key = forge.pki.privateKeyFromPem(privateKey);
  const publicKey = forge.pki.setRsaPublicKey(key.n, key.e);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = publicKey;
  // Positive for sure, because its first digit is small.
  certificate.serialNumber = `01${forge.pki.getPublicKeyFingerprint(publicKey, { encoding: 'hex' }).slice(0, 30)}`;
  certificate.validity.notBefore = new Date(Date.UTC(2020, 0, 1));
  certificate.validity.notAfter = new Date(Date.UTC(2049, 11, 31));
  const name = [
    { name: 'organizationName', value: 'Metafob' },
    { name: 'commonName', value: 'Metafob instance identity (this machine only)' },
  ];
  certificate.setSubject(name);
  certificate.setIssuer(name);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: true },
    { name: 'keyUsage', digitalSignature: true, keyCertSign: true },
    { name: 'subjectKeyIdentifier' },
  ]);
  certificate.sign(key, forge.md.sha256.create());
  return { key, certificate };
}

export const certificatePem = ({ certificate }: Signer): string =>
  forge.pki.certificateToPem(certificate).replaceAll('\r\n', '\n');

/** Base64 of the RSA signature (PKCS #1 v1.5) over the SHA-256 of a text. */
export function plainSignature({ key }: Signer, document: string): string {
  return base64(key.sign(forge.md.sha256.create().update(document, 'utf8')));
}

/** PKCS #7 signed data (RSA, SHA-256) with document and certificate inside: base64 of its DER form. */
export function signedData({ key, certificate }: Signer, document: string): string {
  const message = forge.pkcs7.createSignedData();
  message.content = forge.util.createBuffer(document, 'utf8');
  message.addCertificate(certificate);
  const { oids } = forge.pki;
  message.addSigner({
    key,
    certificate,
    digestAlgorithm: String(oids.sha256),
    authenticatedAttributes: [
      { type: String(oids.contentType), value: String(oids.data) },
      { type: String(oids.messageDigest) },
    ],
  });
  message.sign();
  return base64(forge.asn1.toDer(message.toAsn1()).getBytes());
}

/** In lines of 64 characters, as EC2 serves it and openssl wants it. */
const base64 = (bytes: string): string => forge.util.encode64(bytes, 64).replaceAll('\r\n', '\n');
