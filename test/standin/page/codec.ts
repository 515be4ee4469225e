/**
 * Values as text, for the pipes between the main process and a page. Electron copies them by V8's structured
 * clone; here they are JSON with tags for what JSON loses. Values that cannot be cloned are refused alike.
 *
 * Its source is also run inside pages, so it refers to nothing outside itself.
 */
export function createCodec() {
  const refuse = () => new Error('An object could not be cloned.');
  const bytesToText = (bytes: Uint8Array) =>
    btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  const textToBytes = (text: string) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const tag = (name: string, value?: unknown) => ({ $: name, value });

  const pack = (value: unknown, above: readonly unknown[]): unknown => {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return value;
      case 'undefined':
        return tag('undefined');
      case 'bigint':
        return tag('bigint', String(value));
      case 'number':
        return Number.isFinite(value) && !Object.is(value, -0)
          ? value
          : tag('number', Object.is(value, -0) ? '-0' : String(value));
      case 'object':
        return value === null ? null : packObject(value, above);
      default:
        throw refuse();
    }
  };

  const packObject = (value: object, above: readonly unknown[]): unknown => {
    if (above.includes(value)) throw new Error('The stand-in for Electron cannot send circular values.');
    const inside = [...above, value];
    const each = (list: Iterable<unknown>) => Array.from(list, (item) => pack(item, inside));
    if (Array.isArray(value)) return each(value);
    if (value instanceof Date) return tag('date', value.getTime());
    if (value instanceof Map) return tag('map', Array.from(value, each));
    if (value instanceof Set) return tag('set', each(value));
    if (value instanceof Error)
      return tag('error', { name: value.name, message: value.message, stack: value.stack });
    if (value instanceof ArrayBuffer) return tag('buffer', bytesToText(new Uint8Array(value)));
    if (value instanceof Uint8Array) return tag('bytes', bytesToText(value));
    if (value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet) throw refuse();
    if (ArrayBuffer.isView(value) || value instanceof RegExp) {
      throw new Error(`The stand-in for Electron cannot send a ${value.constructor.name}.`);
    }
    const entries = Object.entries(value).map(([key, item]) => [key, pack(item, inside)]);
    return '$' in value ? tag('object', entries) : Object.fromEntries(entries);
  };

  const unpack = (_key: string, item: unknown): unknown => {
    if (
      typeof item !== 'object' ||
      item === null ||
      !('$' in item) ||
      !('value' in item || Object.keys(item).length === 1)
    )
      return item;
    const value: ReturnType<typeof JSON.parse> = 'value' in item ? item.value : undefined;
    switch (item.$) {
      case 'bigint':
        return BigInt(value);
      case 'number':
        return Number(value);
      case 'date':
        return new Date(value);
      case 'map':
        return new Map(value);
      case 'set':
        return new Set(value);
      case 'error':
        return Object.assign(new Error(value.message), { name: value.name, stack: value.stack });
      case 'buffer':
        return textToBytes(value).buffer;
      case 'bytes':
        return textToBytes(value);
      case 'object':
        return Object.fromEntries(value);
      default:
        return item;
    }
  };

  /** A reviver cannot answer `undefined`: that would delete the property, so it is put in at the end. */
  const restoreUndefined = (item: unknown): unknown => {
    if (typeof item !== 'object' || item === null) return item;
    if ('$' in item && item.$ === 'undefined' && Object.keys(item).length === 1) return undefined;
    if (Array.isArray(item)) return item.map(restoreUndefined);
    if (Object.getPrototypeOf(item) !== Object.prototype) return item;
    return Object.fromEntries(Object.entries(item).map(([key, inner]) => [key, restoreUndefined(inner)]));
  };

  return {
    /** @throws Error 'An object could not be cloned.' */
    encode: (value: unknown): string => JSON.stringify(pack(value, [])),
    decode: (text: string): unknown => restoreUndefined(JSON.parse(text, unpack)),
  };
}

export type Codec = ReturnType<typeof createCodec>;
