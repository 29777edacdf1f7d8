import type { Log } from '@tillwatch/kernel';

export interface RememberingLog {
  log: Log;
  /** The messages, in order. */
  said: string[];
  /** All that was logged, with what errors carry: for what must not be in it. */
  text(): string;
}

export function rememberingLog(): RememberingLog {
  const said: string[] = [];
  const carried: unknown[] = [];
  const note = (fields: object, message: string): void => {
    said.push(message);
    carried.push(...Object.values(fields));
  };
  return {
    log: { debug: note, info: note, warn: note, error: note },
    said,
    text: () => [...said, ...carried.map(textOf)].join('\n'),
  };
}

function textOf(value: unknown): string {
  const own = JSON.stringify(value) ?? '';
  return value instanceof Error ? `${value.stack} ${own} ${textOf(value.cause)}` : own;
}
