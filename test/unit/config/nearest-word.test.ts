import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, nearestWord } from '../../../src/node/config/nearest-word.ts';

const word = fc.stringMatching(/^[a-z]{0,8}$/);

describe('the edit distance', () => {
  it.each([
    ['kitten', 'sitting', 3],
    ['', 'abc', 3],
    ['same', 'same', 0],
  ])('from %j to %j is %i', (from, to, distance) => {
    expect(editDistance(from, to)).toBe(distance);
  });

  it('is symmetric, and no detour is shorter', () => {
    fc.assert(
      fc.property(word, word, word, (a, b, c) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
      }),
    );
  });
});

describe('the nearest word', () => {
  it('ignores capitals', () => {
    expect(nearestWord('REGOIN', ['region', 'reason'])).toBe('region');
  });

  it('is nothing when none is close', () => {
    expect(nearestWord('colour', ['region', 'role_arn'])).toBeUndefined();
  });
});
