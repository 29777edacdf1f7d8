/** Keys that lie in one line, as they are typed without and with Shift. */
type Line = readonly [plain: string, shifted: string];

const lines: readonly Line[] = [
  ['`1234567890-=', '~!@#$%^&*()_+'],
  ['qwertyuiop[]\\', 'qwertyuiop{}|'],
  ["asdfghjkl;'", 'asdfghjkl:"'],
  ['zxcvbnm,./', 'zxcvbnm<>?'],
  ['1qaz', '!qaz'],
  ['2wsx', '@wsx'],
  ['3edc', '#edc'],
  ['4rfv', '$rfv'],
  ['5tgb', '%tgb'],
  ['6yhn', '^yhn'],
  ['7ujm', '&ujm'],
  ['8ik,', '*ik<'],
  ['9ol.', '(ol>'],
];

/** "property" has four in a row; a column has no more than four. */
const shortestInRow = 5;

/** Whether a password runs along a row or column of the keyboard, or counts or spells on (`12345`, `edcba`). */
export function hasKeyboardRun(password: string): boolean {
  const keys = [...password.toLowerCase()];
  return alongALine(keys) || alongALine(keys.toReversed()) || countsOn(keys, 1) || countsOn(keys, -1);
}

function alongALine(keys: readonly string[]): boolean {
  return lines.some((line) => {
    const shortest = Math.min(line[0].length, shortestInRow);
    let run = 0;
    let last = -1;
    return keys.some((key) => {
      const index = placeIn(line, key);
      run = index < 0 ? 0 : run > 0 && index === last + 1 ? run + 1 : 1;
      last = index;
      return run >= shortest;
    });
  });
}

function countsOn(keys: readonly string[], step: number): boolean {
  let run = 1;
  for (let index = 1; index < keys.length; index++) {
    const [before, key] = [keys[index - 1]!, keys[index]!];
    const follows = key.codePointAt(0)! - before.codePointAt(0)! === step && /^[\p{L}\p{Nd}]$/u.test(key);
    run = follows ? run + 1 : 1;
    if (run >= shortestInRow) return true;
  }
  return false;
}

function placeIn([plain, shifted]: Line, key: string): number {
  const place = plain.indexOf(key);
  return place >= 0 ? place : shifted.indexOf(key);
}
