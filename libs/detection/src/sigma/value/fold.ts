/**
 * The form in which texts are compared without regard to case: every character in lower case, one for one, so that `?`
 * still stands for one character and a part of a folded text is the folded part. All alphabets; not the foldings that
 * change the length (`ß` is not `ss`) nor canonical equivalence (`é` is not `e` with an accent after it).
 */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  // Lower case of sigma depends on what follows it in the text, and İ becomes two characters: both would make parts differ.
  return lower.includes('ς') || lower.includes('i\u0307') ? [...text].map(foldCharacter).join('') : lower;
}

function foldCharacter(character: string): string {
  if (character === 'İ') return 'i';
  const lower = character.toLowerCase();
  return lower === 'ς' ? 'σ' : lower;
}
