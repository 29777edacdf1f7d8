import { sha256Hex } from '@tillwatch/kernel';

/** Deterministic randomness: the same seed gives the same draws on every machine. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** Whole number, both ends included. */
  between(min: number, max: number): number;
  chance(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  /** Draws of its own, so that one terminal more does not change what the others do. */
  fork(name: string): Random;
}

/** sfc32 (Chris Doty-Humphrey's Small Fast Counter, 32 bit), seeded with the SHA-256 of `seed`. */
export function seededRandom(seed: string): Random {
  const digest = sha256Hex(seed);
  const word = (index: number): number => parseInt(digest.slice(index * 8, index * 8 + 8), 16) | 0;
  let [a, b, c, counter] = [word(0), word(1), word(2), 1];
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  const between = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    between,
    chance: (probability) => next() < probability,
    pick: (items) => items[between(0, items.length - 1)]!,
    fork: (name) => seededRandom(`${seed}/${name}`),
  };
}
