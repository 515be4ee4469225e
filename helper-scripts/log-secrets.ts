/** Finding secrets in the text of a log, in every form in which a program may have written them. */

/** Where a log shows a secret. The value itself is left out, so that it can be shown. */
export interface Leak {
  /** 1 = first */
  readonly line: number;
  readonly what: 'token code' | 'secret' | 'secret, URL-encoded' | 'secret, in base64';
}

const isTokenCode = (secret: string): boolean => /^\d{6}$/.test(secret);

/**
 * The base64 text of a secret depends on how many bytes stand before it, so there are three. The characters
 * at both ends that also depend on the neighbours are cut off.
 */
const base64Forms = (secret: string): string[] =>
  [0, 1, 2].flatMap((bytesBefore) => {
    const bytes = Buffer.concat([Buffer.alloc(bytesBefore), Buffer.from(secret)]);
    const start = Math.ceil((bytesBefore * 8) / 6);
    const end = Math.floor((bytes.length * 8) / 6);
    return (['base64', 'base64url'] as const).map((form) => bytes.toString(form).slice(start, end));
  });

const formsOf = (secret: string): ReadonlyMap<string, Leak['what']> => {
  const forms = new Map<string, Leak['what']>(base64Forms(secret).map((form) => [form, 'secret, in base64']));
  forms.set(encodeURIComponent(secret), 'secret, URL-encoded');
  return forms.set(secret, 'secret');
};

/** Six digits that stand alone; a process id may have six digits too, and is none of our business. */
const sixDigits = /(?<!"(?:pid|processId)":\s?)\b\d{6}\b/g;

const positionsOf = (form: string, text: string): number[] => {
  const positions = [];
  for (let at = text.indexOf(form); at !== -1; at = text.indexOf(form, at + 1)) positions.push(at);
  return positions;
};

/** All places of a log that show one of the secrets, in the order of their lines. */
export const findLeaks = (log: string, secrets: ReadonlySet<string>): Leak[] => {
  const lineAt = (position: number): number => log.slice(0, position).split('\n').length;
  const codes = [...log.matchAll(sixDigits)]
    .filter(([code]) => secrets.has(code))
    .map(({ index }): Leak => ({ line: lineAt(index), what: 'token code' }));
  const others = [...secrets]
    .filter((secret) => !isTokenCode(secret))
    .flatMap((secret) => [...formsOf(secret)])
    .flatMap(([form, what]) =>
      positionsOf(form, log).map((position): Leak => ({ line: lineAt(position), what })),
    );
  return [...codes, ...others].sort((a, b) => a.line - b.line);
};
