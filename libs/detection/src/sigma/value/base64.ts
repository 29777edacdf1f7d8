/**
 * Modifiers appendix, `base64offset`: what these bytes look like inside the Base64 of a longer text, at each of the three
 * places they can have in a group; only the characters that the bytes alone decide. Pieces of nothing are left out.
 */
export function base64Offsets(bytes: Uint8Array): string[] {
  const pieces = [0, 1, 2].map((before) => {
    const shifted = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    return shifted.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
  });
  return [...new Set(pieces)].filter((piece) => piece !== '');
}

export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

export const encodings: Readonly<Record<string, (text: string) => Uint8Array>> = {
  utf16le: (text) => Buffer.from(text, 'utf16le'),
  wide: (text) => Buffer.from(text, 'utf16le'),
  utf16be: (text) => Buffer.from(text, 'utf16le').swap16(),
  utf16: (text) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]),
};
