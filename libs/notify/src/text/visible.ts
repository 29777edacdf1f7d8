/** Controls, format characters (bidirectional overrides, zero-width), separators other than the blank, lone surrogates. */
const unseen = /(?![ \u3000])[\p{Cc}\p{Cf}\p{Cs}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** Of one value in a message; the console has all of it. */
const longestValue = 120;

/**
 * A text from outside on one line, nothing in it invisible: what a reader could not see, or a receiver would take for an
 * end of line, is named (`\u202E`). Every format starts from this and escapes what is special to it.
 */
export function visible(text: string, maxCharacters = longestValue): string {
  const characters = Array.from(text.slice(0, 4 * maxCharacters));
  const cut = characters.length > maxCharacters || text.length > 4 * maxCharacters;
  const kept = characters.slice(0, maxCharacters).join('') + (cut ? '…' : '');
  return kept.replace(unseen, nameOf);
}

function nameOf(character: string): string {
  const hex = character.codePointAt(0)!.toString(16).toUpperCase();
  return hex.length > 4 ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`;
}

/** The longest beginning of a text that is at most so many bytes of UTF-8, with an ellipsis where something is gone. */
export function cutToBytes(text: string, maxBytes: number): string {
  if (Buffer.byteLength(text) <= maxBytes) return text;
  const ellipsis = '…';
  const room = maxBytes - Buffer.byteLength(ellipsis);
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(Math.max(0, room)));
  return text.slice(0, read) + ellipsis;
}
