import { describe, expect, it } from 'vitest';
import { dashboardBounds } from '../../../src/main/windows/dashboard-bounds.ts';
import { centredIn, clampedTo } from '../../../src/main/windows/placement.ts';

const screen = { x: 0, y: 25, width: 1440, height: 875 };
const left = { x: -1920, y: 0, width: 1920, height: 1080 };

describe('placing a window', () => {
  it('puts it in the middle of the area', () => {
    expect(centredIn(screen, { width: 360, height: 300 })).toEqual({
      x: 540,
      y: 313,
      width: 360,
      height: 300,
    });
  });

  it('knows displays to the left of the first', () => {
    expect(centredIn(left, { width: 360, height: 300 })).toEqual({
      x: -1140,
      y: 390,
      width: 360,
      height: 300,
    });
  });

  it('cuts what is larger than the area', () => {
    const area = { x: 10, y: 20, width: 300, height: 200 };
    expect(centredIn(area, { width: 360, height: 300 })).toEqual(area);
  });

  it('moves a window only as far as needed', () => {
    const lost = { x: 1400, y: 0, width: 360, height: 300 };
    expect(clampedTo(screen, lost)).toEqual({ x: 1080, y: 25, width: 360, height: 300 });
  });

  it('leaves a window that is inside where it is', () => {
    const inside = { x: 100, y: 100, width: 360, height: 300 };
    expect(clampedTo(screen, inside)).toEqual(inside);
  });
});

describe('the dashboard', () => {
  const displays = { primary: screen, matching: () => screen };

  it('opens where it was', () => {
    const stored = { x: 50, y: 60, width: 800, height: 600 };
    expect(dashboardBounds(stored, displays)).toEqual(stored);
  });

  it('comes back from a display that is gone', () => {
    const stored = { x: -1800, y: 60, width: 800, height: 600 };
    expect(dashboardBounds(stored, displays)).toEqual({ x: 0, y: 60, width: 800, height: 600 });
  });

  it.each([
    undefined,
    'wide',
    {},
    { x: 0, y: 0, width: 1, height: 1 },
    { x: 0.5, y: 0, width: 800, height: 600 },
  ])('opens in the middle when what was stored is %j', (stored) => {
    expect(dashboardBounds(stored, displays)).toEqual({ x: 240, y: 123, width: 960, height: 680 });
  });
});
