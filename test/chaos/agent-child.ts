import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { openTerminal } from '@tillwatch/terminal';

/**
 * A till that records without end until it is killed, or with `drain` delivers what it has and ends. It prints the id of
 * each event at the moment it was told that the event is on disk. `tell-first` is the negative control: an agent that tells
 * before it writes.
 */
const [folder, url, mode] = process.argv.slice(2) as [string, string, 'record' | 'tell-first' | 'drain'];
const lanes = 4;
const longestRestMs = 8;

const tell = (text: string): void => void writeSync(1, `${text}\n`);
const newId = (): string => {
  const id = randomUUID();
  if (mode === 'tell-first') tell(id);
  return id;
};

const terminal = await openTerminal({
  folder,
  terminalId: 'till-killed',
  storeId: 'store-chaos',
  url,
  token: 'chaos',
  // Small and short-lived, so that files are begun and dropped all the time.
  limitBytes: 2 * 1024 * 1024,
  keepMs: 500,
  heartbeatMs: 100,
  longestWaitMs: 100,
  environment: { newId },
});
if (mode === 'drain') {
  await terminal.flush();
  await terminal.close();
} else {
  tell('ready');
  await Promise.all(Array.from({ length: lanes }, lane));
}

async function lane(): Promise<void> {
  for (let count = 0; ; count++) {
    const recorded = await terminal.recordFailedLogin({ operatorId: `op-${count}`, reason: 'invalid-password' });
    if (recorded.status === 'recorded' && mode === 'record') tell(recorded.id);
    await sleep(Math.random() * longestRestMs);
  }
}
