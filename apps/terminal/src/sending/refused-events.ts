import { appendFile, rename, stat } from 'node:fs/promises';
import type { IntakeResult } from '@tillwatch/api';
import { absent, ownerOnly } from '../outbox/durable-files.js';
import type { OutboxEntry } from '../outbox/outbox.js';

const fileName = 'refused.ndjson';
const olderName = 'refused.older.ndjson';
/** Of each of the two files. */
const limitBytes = 1024 * 1024;

/** Keeps what the platform did not take as it was sent, for a person to look at; the newest one to two MiB. */
export async function keepRefused(
  folder: string,
  at: number,
  refused: readonly { entry: OutboxEntry; result: IntakeResult }[],
): Promise<void> {
  const path = `${folder}/${fileName}`;
  const size = (await absent(stat(path)))?.size ?? 0;
  if (size > limitBytes) await rename(path, `${folder}/${olderName}`);
  const lines = refused.map(({ entry, result: { status, error } }) => {
    const fields = JSON.stringify({ at: new Date(at).toISOString(), status, ...(error && { error }) }).slice(0, -1);
    return `${fields},"event":${entry.text}}\n`;
  });
  await appendFile(path, lines.join(''), { mode: ownerOnly });
}
