/** A strict reader of one CEF line, written from the format's description and not from our writer. Throws on anything else. */
export function parseCef(line: string): { header: string[]; extension: Record<string, string> } {
  if (/[\r\n]/.test(line)) throw new Error('More than one line.');
  const cells: string[] = [];
  let cell = '';
  let at = 0;
  for (; at < line.length && cells.length < 7; at++) {
    const character = line[at]!;
    if (character === '\\') {
      const escaped = line[++at];
      if (escaped !== '|' && escaped !== '\\') throw new Error(`Unknown escape \\${escaped} in the header.`);
      cell += escaped;
    } else if (character === '|') {
      cells.push(cell);
      cell = '';
    } else cell += character;
  }
  if (cells.length !== 7 || cells[0] !== 'CEF:0') throw new Error('Not a CEF 0 header of seven fields.');
  if (!/^([0-9]|10)$/.test(cells[6]!)) throw new Error('The severity is not 0 to 10.');
  return { header: cells, extension: parseExtension(line.slice(at)) };
}

function parseExtension(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  // An unescaped equals sign ends a key; the key is the word before it.
  const starts = [...text.matchAll(/(?:^| )([A-Za-z0-9]+)=/g)].filter(({ index }) => !isEscaped(text, index));
  const equals = [...text.matchAll(/=/g)].filter(({ index }) => !isEscaped(text, index));
  if (starts.length !== equals.length || starts[0]?.index !== 0) throw new Error('An equals sign stands alone.');
  starts.forEach((start, index) => {
    const value = text.slice(start.index + start[0].length, starts[index + 1]?.index ?? text.length);
    if (Object.hasOwn(found, start[1]!)) throw new Error(`${start[1]} is there twice.`);
    found[start[1]!] = value.replace(/\\(.)/g, (whole, escaped: string) => {
      if (escaped !== '=' && escaped !== '\\') throw new Error(`Unknown escape ${whole}`);
      return escaped;
    });
  });
  return found;
}

function isEscaped(text: string, index: number): boolean {
  let backslashes = 0;
  while (text[index - 1 - backslashes] === '\\') backslashes++;
  return backslashes % 2 === 1;
}
