import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { execLine, programOf } from '../../../src/main/launch-at-login/exec-line.ts';

describe('the Exec line', () => {
  // The quadruple backslash and the rest are the examples of the specification.
  it.each([
    [['/opt/Metafob/metafob', '--hidden'], '/opt/Metafob/metafob --hidden'],
    [['/home/alice/My Apps/Metafob.AppImage'], '"/home/alice/My Apps/Metafob.AppImage"'],
    [['/home/100%/metafob'], '/home/100%%/metafob'],
    [['/a/$b'], '"/a/\\\\$b"'],
    [['/a/`b`'], '"/a/\\\\`b\\\\`"'],
    [['/a/"b"'], '"/a/\\\\"b\\\\""'],
    [['/a/\\b'], '"/a/\\\\\\\\b"'],
    [['/a/b\nc'], '"/a/b\\nc"'],
    [['/a/~(b)'], '"/a/~(b)"'],
  ])('of %j is %s', (command, line) => {
    expect(execLine(command)).toBe(line);
  });

  it('names the program that was put in, whatever its path', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (name) => {
        expect(programOf(execLine([`/${name}`, '--hidden']))).toBe(`/${name}`);
      }),
    );
  });

  it('may name no program', () => {
    expect(programOf('')).toBeUndefined();
  });
});
