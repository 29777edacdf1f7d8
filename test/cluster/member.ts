import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RecordBatch, startConsumer } from '@tillwatch/kafka';

/** A member of a consumer group in a process of its own, so that it can be stopped, killed and left behind. */
export interface MemberSettings {
  brokers: string[];
  groupId: string;
  topic: string;
  /** How long a batch takes. */
  delayMs: number;
  /** Kill itself when so many batches are done, before the consumer hears of the last. */
  dieAfter?: number;
}

/** What it says, one JSON a line. */
export type Said =
  | { what: 'joined' | 'stopped' | 'restarted' }
  | {
      what: 'began' | 'ended' | 'aborted';
      at: number;
      partition: number;
      first: number;
      last: number;
      values: string[];
    };

const settings = JSON.parse(process.argv[2]!) as MemberSettings;
let done = 0;

const consumer = await startConsumer({
  connection: { brokers: settings.brokers, clientId: 'member' },
  groupId: settings.groupId,
  topics: [settings.topic],
  limits: { sessionMs: 6_000, heartbeatMs: 300, fetchWaitMs: 100, fetchBytesPerPartition: 2_000 },
  log: { debug() {}, info() {}, warn: (fields, message) => console.error(message, fields), error: console.error },
  async handle(batch, signal) {
    say({ what: 'began', ...about(batch) });
    await sleep(settings.delayMs, undefined, { signal }).catch(() => {});
    say({ what: signal.aborted ? 'aborted' : 'ended', ...about(batch) });
    signal.throwIfAborted();
    if (++done === settings.dieAfter) process.kill(process.pid, 'SIGKILL');
  },
  onUndecodable: () => Promise.reject(new Error('unexpected')),
});
process.once('SIGTERM', () => void consumer.stop().then(() => say({ what: 'stopped' })));
while (consumer.assigned().length === 0) await sleep(20);
say({ what: 'joined' });

function about({ partition, records }: RecordBatch) {
  const [first, last] = [records[0]!, records.at(-1)!].map(({ offset }) => Number(offset)) as [number, number];
  return { at: Date.now(), partition, first, last, values: records.map(({ value }) => String(value)) };
}

/** Before anything else happens, also when the process is killed right after. */
function say(said: Said): void {
  writeSync(1, `${JSON.stringify(said)}\n`);
}
