import { fillIn, languageOf } from '@tillwatch/kernel';
import { texts } from './texts.js';

const language = languageOf(process.env);

type Values = Readonly<Record<string, string | number>>;

/** A sentence in the user's language. */
export function sentence(name: keyof typeof texts, values?: Values): string {
  return fillIn(texts[name][language], values);
}

/** To the user, on standard error: standard output is for matches. */
export function tell(name: keyof typeof texts, values?: Values): void {
  process.stderr.write(`${sentence(name, values)}\n`);
}

export function chosen(text: { en: string; zh: string }): string {
  return text[language];
}

/** The person at the keyboard asked for something that cannot be: their sentence, exit status 2. */
export class UsageError extends Error {}
