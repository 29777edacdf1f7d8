import type { Text } from '../rule.js';
import { sigmaProblemTexts, type SigmaProblemCode } from './problem-texts.js';

/** A place in a file that a person wrote. */
export interface Place {
  file: string;
  /** From 1. */
  line: number;
}

/** Why a document was refused as a whole; nothing of it is evaluated. */
export interface SigmaProblem extends Place {
  code: SigmaProblemCode;
  message: Text;
}

/** Longest piece of a rule that a message quotes. */
const QUOTED_CHARACTERS = 80;

/**
 * Ends the reading of one document; thrown inside this folder only. Whoever reads a document catches it and goes on with
 * the next, so a bad rule changes nothing else.
 */
export class Refusal extends Error {
  constructor(
    readonly place: Place,
    readonly code: SigmaProblemCode,
    readonly detail = '',
  ) {
    super(`${place.file}:${place.line}: ${code} ${detail}`);
    this.name = 'Refusal';
  }

  get problem(): SigmaProblem {
    const { en, zh } = sigmaProblemTexts[this.code];
    const detail = quotable(this.detail);
    const message = { en: en.replace('{}', () => detail), zh: zh.replace('{}', () => detail) };
    return { file: this.place.file, line: this.place.line, code: this.code, message };
  }
}

/** Runs `read`; what it refuses goes to `problems` and the answer is undefined. */
export function attempt<T>(problems: SigmaProblem[], read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    problems.push(error.problem);
    return undefined;
  }
}

/** On one line, of bounded length, without what moves a terminal's cursor. */
function quotable(text: string): string {
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, ' ').trim();
  return line.length > QUOTED_CHARACTERS ? `${line.slice(0, QUOTED_CHARACTERS)}…` : line;
}

/** A file that could not be read as text, told like a document that was refused. */
export function refuseFile(file: string, code: SigmaProblemCode, detail?: string): SigmaProblem {
  return new Refusal({ file, line: 1 }, code, detail).problem;
}
