import { copyFile, open, stat, truncate, type FileHandle } from 'node:fs/promises';

const MAX_BYTES = 10 * 1024 * 1024;
const CHECK_MS = 60_000;
const TAIL_BYTES = 4_000;

/** What PostgreSQL prints goes straight to a file, so that it also has somewhere to go when we are gone. */
export function openServerLog(file: string): Promise<FileHandle> {
  return open(file, 'a', 0o600);
}

/** Keeps the file and one older copy under 10 MB each while we run. Returns how to stop. */
export function capServerLog(file: string): () => void {
  const cap = async () => {
    if ((await sizeOf(file)) < MAX_BYTES) return;
    await copyFile(file, `${file}.1`);
    await truncate(file); // PostgreSQL appends, so it goes on at the new end.
  };
  const quietly = () => void cap().catch(() => {}); // A full disk: tried again next time.
  quietly();
  const timer = setInterval(quietly, CHECK_MS);
  timer.unref();
  return () => clearInterval(timer);
}

export async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => undefined))?.size ?? 0;
}

/** What was printed since the file had `from` bytes, the last 4,000 of it. */
export async function readServerLog(file: string, from: number): Promise<string> {
  const size = await sizeOf(file);
  const start = Math.max(from, size - TAIL_BYTES);
  if (size <= start) return '';
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - start), 0, size - start, start);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}
