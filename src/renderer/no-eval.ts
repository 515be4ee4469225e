/**
 * Keeps zod from compiling its parsers with `new Function`, which the pages' content security policy forbids
 * and reports. zod reads this when a schema is made, so import this module before any schema.
 */
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });
