import { useMemo } from 'preact/hooks';
import { encode } from 'uqr';

/** Modules of light border that scanners need (ISO/IEC 18004). */
const quietZone = 4;

/** Each dark module as a unit square. */
const darkModules = (modules: readonly (readonly boolean[])[]): string =>
  modules.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');

/** A QR code, dark on light in every theme, because many scanners read no other. */
export const QrCode = ({ text, label }: { readonly text: string; readonly label: string }) => {
  const { data, size } = useMemo(() => encode(text, { border: quietZone }), [text]);
  return (
    <svg class="qr-code" role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`}>
      <rect width={size} height={size} fill="#fff" />
      <path d={darkModules(data)} fill="#000" shape-rendering="crispEdges" />
    </svg>
  );
};
