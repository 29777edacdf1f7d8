/** A run of a text: as it is, or the escapes that stand for characters a reader could not see. */
export interface Run {
  text: string;
  escaped: boolean;
}

/**
 * Controls, format characters (bidirectional overrides, zero-width, soft hyphen, tags), line and paragraph separators,
 * lone surrogates, everything Unicode says may be drawn as nothing, the blank braille pattern, and every space but the
 * ordinary and the ideographic one.
 */
const unseen = /(?:(?![ \u3000])[\p{Cc}\p{Cf}\p{Cs}\p{Z}\p{Default_Ignorable_Code_Point}\u2800])+/gu;

/**
 * Splits a text that came from outside so that every character in it can be seen: `a\u202Eb` keeps its two letters and
 * names the override between them. The runs joined are the whole text; none is empty.
 */
export function visibleRuns(text: string): Run[] {
  const runs: Run[] = [];
  let end = 0;
  for (const match of text.matchAll(unseen)) {
    if (match.index > end) runs.push({ text: text.slice(end, match.index), escaped: false });
    runs.push({ text: escapeAll(match[0]), escaped: true });
    end = match.index + match[0].length;
  }
  if (end < text.length) runs.push({ text: text.slice(end), escaped: false });
  return runs;
}

/** The same as one plain text, for attributes, titles and charts. */
export function visibleText(text: string): string {
  return visibleRuns(text)
    .map((run) => run.text)
    .join('');
}

function escapeAll(characters: string): string {
  return Array.from(characters, (character) => {
    const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
    return hex.length > 4 ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`;
  }).join('');
}
