import { SettingError } from '@tillwatch/kernel';
import { TerminalError } from './agent/terminal-error.js';
import { languageOf, say, type texts } from './texts.js';

const language = languageOf(process.env);

/** A sentence in the user's language. */
export function sentence(name: keyof typeof texts, values?: Readonly<Record<string, string | number>>): string {
  return say(language, name, values);
}

/** To the user, on standard error: standard output stays free for what `--out -` prints. */
export function tell(name: keyof typeof texts, values?: Readonly<Record<string, string | number>>): void {
  process.stderr.write(`${sentence(name, values)}\n`);
}

export function chosen<Text>(text: { en: Text; zh: Text }): Text {
  return text[language];
}

/** The person at the keyboard asked for something that cannot be: their sentence, exit status 2. */
export class UsageError extends Error {}

export function wholeNumber(option: string, value: string | undefined, least: number): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (!/^\d+$/.test(value) || !Number.isSafeInteger(number) || number < least) {
    throw new UsageError(sentence('notANumber', { option, least }));
  }
  return number;
}

export function targetFrom(values: { url?: string; token?: string }): { url: string; token: string } {
  const token = values.token ?? process.env['TILLWATCH_INGEST_TOKEN'];
  if (!values.url || !token) throw new UsageError(sentence('needsTarget'));
  return { url: values.url, token };
}

/** Runs a command; its status becomes the exit status. Ctrl-C and SIGTERM abort the signal it is given. */
export async function runCommand(command: (signal: AbortSignal) => Promise<number>): Promise<void> {
  const stopped = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stopped.abort(new Error(name)));
  try {
    process.exitCode = await command(stopped.signal);
  } catch (error) {
    const usage =
      error instanceof UsageError || error instanceof RangeError || (error instanceof TypeError && 'code' in error);
    const reason = error instanceof Error ? error.message : String(error);
    tell('failed', {
      reason:
        error instanceof TerminalError || error instanceof SettingError ? chosen({ en: reason, zh: error.zh }) : reason,
    });
    process.exitCode = usage ? 2 : 1;
  }
}
