const sentences: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist; check the path',
  EACCES: 'permission denied; check who owns it and its mode',
  EPERM: 'operation not permitted; check who owns it and its folder',
  EISDIR: 'it is a directory; name a file',
  ENOTDIR: 'a part of the path is a file, not a directory',
  ELOOP: 'its symbolic links go round in a circle',
  ENOSPC: 'no space left on the disk',
  EROFS: 'the disk is read-only',
};

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** Why the system refused a file operation, with what to do about it. */
export const systemErrorSentence = (error: unknown): string => {
  const code = codeOf(error);
  return (code === undefined ? undefined : sentences[code]) ?? code ?? String(error);
};
