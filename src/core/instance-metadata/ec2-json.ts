type Scalar = string | number | boolean | null;

/** Fields of a document, in the order in which they are written. */
export type Ec2Document = Readonly<Record<string, Scalar | readonly string[] | undefined>>;

/**
 * EC2 writes `"Key" : "value"`, one a line, and a list on the line of its key; clients exist that read it line
 * by line. Fields that are undefined are left out.
 */
export const ec2Json = (document: Ec2Document, indent = ''): string => {
  const lines = Object.entries(document).flatMap(([key, value]) =>
    value === undefined ? [] : [`${indent}  ${JSON.stringify(key)} : ${written(value)}`],
  );
  return `${indent}{\n${lines.join(',\n')}\n${indent}}`;
};

/** A list of documents, such as the scheduled events. */
export const ec2JsonList = (documents: readonly Ec2Document[]): string =>
  `[\n${documents.map((document) => ec2Json(document, '  ')).join(',\n')}\n]`;

const written = (value: Scalar | readonly string[]): string => {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return value.length === 0 ? '[ ]' : `[ ${value.map((item) => JSON.stringify(item)).join(', ')} ]`;
};
