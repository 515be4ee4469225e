import type { EventsNow } from '../events.ts';
import type { Instance } from '../instance.ts';

/** Everything that an answer can depend on. */
export interface Facts {
  readonly instance: Instance;
  readonly region: string;
  /** Undefined as long as it is not known. */
  readonly accountId: string | undefined;
  readonly roleArn: string | undefined;
  /** The one name below `iam/security-credentials`; undefined without a profile. */
  readonly listedRole: string | undefined;
  /** Since when (ms since the epoch) this role and account are those of the instance. */
  readonly assignedAt: number;
  readonly events: EventsNow;
  /** Whether there is somebody to sign the identity document. */
  readonly canSign: boolean;
}

export type SignatureForm = 'signature' | 'pkcs7' | 'rsa2048';

/**
 * One path that instances serve, or a family of paths. `path` is below the version directory; `{mac}` is the
 * address of the network interface, other braces stand for names that only the instance knows. `since` is the
 * version that introduced it; `latest` for those whose version AWS does not tell.
 */
export type Category = { readonly path: string; readonly since: string } & (
  | { readonly kind: 'text'; readonly value: (facts: Facts) => string | undefined }
  /** Name in place of the braces → value. */
  | { readonly kind: 'family'; readonly values: (facts: Facts) => Readonly<Record<string, string>> }
  /** Exists only if the instance's `values` hold it. */
  | { readonly kind: 'optional' }
  /** Is listed here, and answered before it comes to the tree. */
  | { readonly kind: 'credentials'; readonly name: (facts: Facts) => string | undefined }
  | { readonly kind: 'signature'; readonly form: SignatureForm }
  | { readonly kind: 'user-data' }
  /** Never exists, whatever the instance says. */
  | { readonly kind: 'never' }
);

export const text = (path: string, since: string, value: (facts: Facts) => string | undefined): Category => ({
  kind: 'text',
  path,
  since,
  value,
});

export const family = (
  path: string,
  since: string,
  values: (facts: Facts) => Readonly<Record<string, string>>,
): Category => ({ kind: 'family', path, since, values });

export const optional = (path: string, since: string): Category => ({ kind: 'optional', path, since });

/** A list with one item a line; absent when it is empty, as on EC2. */
export const lines = (items: readonly (string | undefined)[]): string | undefined => {
  const present = items.filter((item) => item !== undefined);
  return present.length === 0 ? undefined : present.join('\n');
};
