/** Pictures are read at these sizes of their longer side: photographs are often clearer when made smaller. */
const sizes = [1600, 800];

const pixelsAt = (bitmap: ImageBitmap, size: number): ImageData | undefined => {
  const scale = Math.min(1, size / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (context === null) return undefined;
  // Below transparent pictures, which would be black on black otherwise.
  context.fillStyle = 'white';
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
};

/**
 * The text of the QR code in a picture; undefined when it has none, or is no picture. It is decoded in this
 * page and sent nowhere. The decoder is loaded with the first picture.
 */
export const readQrPicture = async (picture: Blob): Promise<string | undefined> => {
  const bitmap = await createImageBitmap(picture).catch(() => undefined);
  if (bitmap === undefined) return undefined;
  const { default: decode } = await import('jsqr');
  for (const size of sizes) {
    const pixels = pixelsAt(bitmap, size);
    const text = pixels && decode(pixels.data, pixels.width, pixels.height)?.data;
    if (text !== undefined && text !== '') return text;
  }
  return undefined;
};
