import { closeSync, fdatasync, openSync, readdirSync, readFileSync, write } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openTerminal, type Terminal } from '@tillwatch/terminal';
import { type Bench, type Benchmark, scaled } from './benchmark.ts';
import { bothSides, inRounds, type Round, secondsOf } from './rounds.ts';

const gibibyte = 1024 ** 3;
const headerBytes = 8;
const written = promisify(write);
const synced = promisify(fdatasync);

/** A terminal's agent: from `recordFailedLogin` to the moment the till is told, one at a time, as at a till. */
export const journal: Benchmark = {
  figures: [{ name: 'journal-fsync', unit: 'events/s', floor: 0.5, aim: 0.8 }],
  run: async (bench) => ({ 'journal-fsync': await appends(bench, { full: 4_000, callers: 1, sync: true }) }),
};

/** Sixteen at a time: those that come while a sync is under way share the next. The reference stays one at a time. */
export const journal16: Benchmark = {
  figures: [{ name: 'journal-fsync-16', unit: 'events/s', floor: 3, aim: 8 }],
  run: async (bench) => ({ 'journal-fsync-16': await appends(bench, { full: 32_000, callers: 16, sync: true }) }),
};

/** The same one at a time without a sync on either side: what numbering, hashing and framing cost. */
export const journalNoSync: Benchmark = {
  figures: [{ name: 'journal-no-fsync', unit: 'events/s', floor: 0.25, aim: 0.6 }],
  run: async (bench) => ({ 'journal-no-fsync': await appends(bench, { full: 40_000, callers: 1, sync: false }) }),
};

interface Work {
  full: number;
  callers: number;
  sync: boolean;
}

async function appends({ rounds, scale }: Bench, { full, callers, sync }: Work): Promise<Round[]> {
  const perCaller = scaled(full / callers, scale);
  const events = perCaller * callers;
  const folder = await mkdtemp(join(tmpdir(), 'tillwatch-journal-'));
  const options = { folder: join(folder, 'agent'), terminalId: 'till-1', storeId: 'store-1', heartbeatMs: 0 };
  const terminal = await openTerminal({ ...options, limitBytes: 4 * gibibyte, sync });
  await record(terminal, 1);
  const frame = lastFrame(options.folder);
  const reference = openSync(join(folder, 'reference'), 'w');
  let at = 0;
  const ours = async (): Promise<number> => {
    const callersAtOnce = Array.from({ length: callers }, () => record(terminal, perCaller));
    return events / (await secondsOf(() => Promise.all(callersAtOnce)));
  };
  const raw = async (): Promise<number> => {
    const seconds = await secondsOf(async () => {
      for (let i = 0; i < events; i++) {
        at += (await written(reference, frame, 0, frame.length, at)).bytesWritten;
        if (sync) await synced(reference);
      }
    });
    return events / seconds;
  };
  try {
    return await inRounds(rounds, (index) => bothSides(index, ours, raw));
  } finally {
    await terminal.close();
    closeSync(reference);
    await rm(folder, { recursive: true });
  }
}

async function record(terminal: Terminal, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    await terminal.recordFailedLogin({ operatorId: 'op-wang-001', reason: 'invalid-password', consecutiveFailures: 1 });
  }
}

/** The very bytes that the agent appends for one event. */
function lastFrame(folder: string): Buffer {
  const name = readdirSync(folder).find((file) => file.endsWith('.journal'))!;
  const bytes = readFileSync(join(folder, name));
  for (let at = 0; ;) {
    const end = at + headerBytes + bytes.readUInt32LE(at);
    if (end >= bytes.length) return bytes.subarray(at);
    at = end;
  }
}
