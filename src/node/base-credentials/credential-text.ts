/**
 * What keys and tokens are made of: visible ASCII characters. Anything else has no place in a header or an
 * environment variable, and whoever hands it out is not to be trusted.
 */
export const CREDENTIAL_TEXT = /^[!-~]+$/;
