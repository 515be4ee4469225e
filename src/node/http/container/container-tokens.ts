import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a program has to know to get the credentials of one profile, and of no other. */
export interface ContainerTokens {
  /** 43 characters of base64url */
  tokenFor(profile: string): string;
  /** @param authorization the header as it came; clients send what they were given, `Bearer ` or not */
  accepts(profile: string, authorization: string | undefined): boolean;
}

/** @param key of this run of the service: tokens end with it, and clients read theirs anew each time */
export function createContainerTokens(key: Uint8Array): ContainerTokens {
  const digest = (text: string): Buffer => createHmac('sha256', key).update(text).digest();
  const tokenFor = (profile: string): string => digest(profile).toString('base64url');
  return {
    tokenFor,
    accepts(profile, authorization) {
      const given = authorization?.replace(/^Bearer +/i, '').trim() ?? '';
      // Digests of both are of one length, so that comparing them tells nothing about either.
      return timingSafeEqual(digest(`given ${given}`), digest(`given ${tokenFor(profile)}`));
    },
  };
}
