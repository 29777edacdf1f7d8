import type { CharacterClass } from '@tillwatch/api';

const forms: Record<CharacterClass, RegExp> = {
  lower: /\p{Ll}/u,
  upper: /\p{Lu}/u,
  letter: /\p{L}/u,
  digit: /\p{Nd}/u,
  symbol: /[^\p{L}\p{Nd}]/u,
};

export function has(password: string, characterClass: CharacterClass): boolean {
  return forms[characterClass].test(password);
}

/** How many of lower case, upper case, digits and symbols. */
export function countClasses(password: string): number {
  return (['lower', 'upper', 'digit', 'symbol'] as const).filter((one) => has(password, one)).length;
}
