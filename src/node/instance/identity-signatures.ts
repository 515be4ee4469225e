import type { SignatureForm } from '../../core/instance-metadata/tree/category.ts';
import { failed, type Result, success } from '../../core/result.ts';
import type { SecretStore } from '../secrets/secret-store.ts';
import type { Signer } from './identity-certificate.ts';

/** Under which account the private key is in the secret store, without the first and last line of its PEM. */
export const IDENTITY_KEY_ACCOUNT = 'instance-identity-key';

/** Signs identity documents. A failure is a sentence for the user. */
export interface IdentitySignatures {
  /**
   * `signature`: base64 of the RSA signature over the SHA-256 of the document. `pkcs7`, `rsa2048`: PKCS #7
   * signed data with the document inside, without the BEGIN and END lines of PEM (EC2 user guide, "Instance
   * identity documents"). EC2 signs `pkcs7` with DSA and SHA-1; here both are RSA-2048 and SHA-256.
   */
  sign(form: SignatureForm, document: string): Promise<Result<string, string>>;
  /** In PEM, to verify with; the same as long as the key is. */
  certificate(): Promise<Result<string, string>>;
}

/**
 * The key is made at the first use and kept in the secret store; before that, nothing is loaded.
 *
 * @param openStore called at the first use
 */
export function createIdentitySignatures(openStore: () => Promise<SecretStore>): IdentitySignatures {
  let opening: Promise<Result<Signer, string>> | undefined;

  /** One key for all who ask at the same time; after a failure the next one tries again. */
  async function signer(): Promise<Result<Signer, string>> {
    opening ??= loadSigner(openStore);
    const opened = await opening;
    if (!opened.ok) opening = undefined;
    return opened;
  }

  return {
    async sign(form, document) {
      const opened = await signer();
      if (!opened.ok) return opened;
      const { plainSignature, signedData } = await import('./identity-certificate.ts');
      switch (form) {
        case 'signature':
          return success(plainSignature(opened.value, document));
        case 'pkcs7':
        case 'rsa2048':
          return success(signedData(opened.value, document));
      }
    },
    async certificate() {
      const opened = await signer();
      if (!opened.ok) return opened;
      const { certificatePem } = await import('./identity-certificate.ts');
      return success(certificatePem(opened.value));
    },
  };
}

async function loadSigner(openStore: () => Promise<SecretStore>): Promise<Result<Signer, string>> {
  try {
    const key = await loadKey(await openStore());
    if (!key.ok) return key;
    const { signerOf } = await import('./identity-certificate.ts');
    return success(signerOf(fromStored(key.value)));
  } catch {
    // Without the error's own words, which may show parts of the key.
    return failed(
      'The identity document cannot be signed: its key is damaged, or cannot be loaded. Remove ' +
        `${IDENTITY_KEY_ACCOUNT} from the secret store; the next request makes a new key.`,
    );
  }
}

async function loadKey(store: SecretStore): Promise<Result<string, string>> {
  const stored = await store.read(IDENTITY_KEY_ACCOUNT);
  switch (stored.kind) {
    case 'found':
      return success(stored.secret);
    case 'locked':
    case 'unavailable':
      return failed(`The key that signs the identity document cannot be read: ${stored.reason}`);
    case 'none': {
      const key = toStored(await newKey());
      const written = await store.write(IDENTITY_KEY_ACCOUNT, key);
      if (!written.ok) {
        return failed(`The key that signs the identity document cannot be kept: ${written.failure.reason}`);
      }
      // Another process may have written its own a moment later.
      const kept = await store.read(IDENTITY_KEY_ACCOUNT);
      return success(kept.kind === 'found' ? kept.secret : key);
    }
  }
}

async function newKey(): Promise<string> {
  const { generateKeyPair } = await import('node:crypto');
  return new Promise((resolve, reject) => {
    generateKeyPair(
      'rsa',
      {
        modulusLength: 2048,
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
        publicKeyEncoding: { type: 'spki', format: 'pem' },
      },
      (error, _, privateKey) => (error === null ? resolve(privateKey) : reject(error)),
    );
  });
}

const BEGIN = '-----BEGIN PRIVATE KEY-----';
const END = '-----END PRIVATE KEY-----';

/** On one line: the credential store of Windows holds 2,560 bytes, and some tools stop at a line's end. */
const toStored = (pem: string): string => pem.replace(BEGIN, '').replace(END, '').replace(/\s+/g, '');

const fromStored = (key: string): string => `${BEGIN}\n${key.match(/.{1,64}/g)?.join('\n') ?? ''}\n${END}\n`;
