export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Rectangle extends Size {
  readonly x: number;
  readonly y: number;
}

/** The rectangle of a size in the middle of an area; at its upper left corner where it does not fit. */
export const centredIn = (area: Rectangle, { width, height }: Size): Rectangle =>
  clampedTo(area, {
    x: Math.round(area.x + (area.width - width) / 2),
    y: Math.round(area.y + (area.height - height) / 2),
    width,
    height,
  });

/** A rectangle moved as little as is needed to be inside an area, and cut where it is larger. */
export function clampedTo(area: Rectangle, { x, y, width, height }: Rectangle): Rectangle {
  const size = { width: Math.min(width, area.width), height: Math.min(height, area.height) };
  const within = (start: number, from: number, room: number) => Math.max(from, Math.min(start, from + room));
  return {
    x: within(x, area.x, area.width - size.width),
    y: within(y, area.y, area.height - size.height),
    ...size,
  };
}
