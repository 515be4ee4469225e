export interface PreventableEvent {
  preventDefault(): void;
  readonly defaultPrevented: boolean;
}

/** The first argument of Electron's events. */
export function createEvent<Details extends object>(details: Details): Details & PreventableEvent {
  let prevented = false;
  return Object.defineProperty(
    Object.assign(
      {
        preventDefault() {
          prevented = true;
        },
        defaultPrevented: false,
      },
      details,
    ),
    'defaultPrevented',
    { get: () => prevented },
  );
}
