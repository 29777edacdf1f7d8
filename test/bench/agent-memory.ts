import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTerminal } from '@tillwatch/terminal';

/**
 * `node --expose-gc test/bench/agent-memory.ts 1000000`: one agent records and delivers so many events, with a fsync for every
 * group; prints what it held after a tenth of them and at the end, in MiB. Flat means that the two are about the same.
 */
const events = Number(process.argv[2] ?? 1_000_000);
const groupSize = 500;
const mebibyte = 1024 ** 2;

const folder = await mkdtemp(join(tmpdir(), 'tillwatch-memory-'));
const terminal = await openTerminal({
  folder,
  terminalId: 'till-1',
  storeId: 'store-1',
  heartbeatMs: 0,
  limitBytes: 16 * mebibyte,
  transport: {
    send: async (entries) => entries.map(({ event }) => ({ id: event.id, status: 'stored' })),
    close: async () => {},
  },
});
const started = performance.now();
let early = held();
for (let recorded = 0; recorded < events; recorded += groupSize) {
  await Promise.all(
    Array.from({ length: groupSize }, (_, index) =>
      terminal.recordFailedLogin({ operatorId: `op-${index}`, reason: 'invalid-password' }),
    ),
  );
  await terminal.flush();
  if (recorded + groupSize === events / 10) early = held();
}
const seconds = (performance.now() - started) / 1_000;
console.log(JSON.stringify({ events, seconds, early, late: held(), journalMiB: terminal.status().bytes / mebibyte }));
await terminal.close();
await rm(folder, { recursive: true });

function held(): { heapMiB: number; rssMiB: number } {
  globalThis.gc!();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heapMiB: (heapUsed + external) / mebibyte, rssMiB: rss / mebibyte };
}
