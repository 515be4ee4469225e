const refuse = (): never => {
  throw new Error('Broken promise: the reducer changes nothing that it was given');
};

/** Freezes a value all the way down, maps included, so that changing it is an error. */
export function deepFreeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  if (value instanceof Map) {
    Object.assign(value, { set: refuse, delete: refuse, clear: refuse });
    for (const entry of value.values()) deepFreeze(entry);
  }
  for (const entry of Object.values(value)) deepFreeze(entry);
  Object.freeze(value);
}
