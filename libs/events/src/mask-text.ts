import { isSecretName, maskNumbers } from './secrets.js';

/** A name and its sign: `"pin":`, `pin=`, `\"pin\": `, `密码：`. */
const NAME = /([\p{L}\p{N}_-]{2,64})\\?["']?\s*[:=：＝]\s*/gu;
/** A value: in escaped, double or single quotes, in brackets, or up to what ends a bare word. Any end may be missing. */
const VALUE = /(\\")(?:(?!\\")[^])*(?:\\")?|(")(?:[^"\\]|\\[^])*"?|(')[^']*'?|[[{][^\]}]*[\]}]?|[^\s,;&"'{}[\]]+/uy;
const ESCAPED_ASCII = /\\u00([2-7][0-9a-f])/gi;

/**
 * Masks raw text that could not be parsed, for the dead letter: values after names of secrets, in JSON, query or plain
 * notation, and card and resident-id numbers anywhere. Best effort for what is broken; valid events never come here.
 */
export function maskText(raw: string): string {
  return maskNumbers(maskNamedValues(raw.replace(ESCAPED_ASCII, unescapeUnlessSyntax)));
}

function maskNamedValues(text: string): string {
  let masked = '';
  let done = 0;
  for (const match of text.matchAll(NAME)) {
    const start = match.index + match[0].length;
    if (match.index < done || !isSecretName(match[1]!)) continue;
    VALUE.lastIndex = start;
    const value = VALUE.exec(text);
    if (!value) continue;
    const quote = value[1] ?? value[2] ?? value[3] ?? '';
    masked += `${text.slice(done, start)}${quote}[redacted]${quote}`;
    done = VALUE.lastIndex;
  }
  return masked + text.slice(done);
}

/** `\u0070` hides a `p` from the detectors; quotes and backslashes stay escaped. */
function unescapeUnlessSyntax(escape: string, hex: string): string {
  const character = String.fromCharCode(parseInt(hex, 16));
  return character === '"' || character === '\\' || character === '\u007f' ? escape : character;
}
