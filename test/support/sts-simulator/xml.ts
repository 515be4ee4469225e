/** The shapes of AWS's Query answers: a list becomes `<member>` elements, an absent field no element. */
export type XmlValue = string | number | boolean | readonly XmlValue[] | XmlFields;

export interface XmlFields {
  readonly [name: string]: XmlValue | undefined;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

const escapeText = (text: string): string =>
  text.replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? character);

const isList = (value: XmlValue): value is readonly XmlValue[] => Array.isArray(value);

const element = (name: string, value: XmlValue, indent: string): string => {
  if (typeof value !== 'object') return `${indent}<${name}>${escapeText(String(value))}</${name}>\n`;
  const children = isList(value)
    ? value.map((item) => element('member', item, `${indent}  `)).join('')
    : fields(value, `${indent}  `);
  return children === '' ? `${indent}<${name}/>\n` : `${indent}<${name}>\n${children}${indent}</${name}>\n`;
};

const fields = (value: XmlFields, indent: string): string =>
  Object.entries(value)
    .map(([name, child]) => (child === undefined ? '' : element(name, child, indent)))
    .join('');

/** A whole document with one root element in a namespace. */
export const xmlDocument = (root: string, namespace: string, content: XmlFields): string =>
  `<${root} xmlns="${namespace}">\n${fields(content, '  ')}</${root}>\n`;
