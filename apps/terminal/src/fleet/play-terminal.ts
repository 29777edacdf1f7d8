import { openTerminal } from '../agent/open-terminal.js';
import type { JournalEntry } from '../journal/journal.js';
import type { Transport } from '../sending/transport.js';
import type { PlannedTerminal } from './perform-till.js';
import { stretchesOf, type Stretch } from './stretches.js';
import { chinaMinutes } from './terminal-clock.js';

export interface PlayOptions {
  folder: string;
  network: Transport;
  /** Waits until a stretch leaves. */
  until: (stretch: Stretch) => Promise<void>;
  /** Jitter, in [0, 1). */
  draw: () => number;
  onRetry: (reason: string, waitMs: number) => void;
  longestWaitMs?: number;
  signal: AbortSignal;
}

/** Plays a planned terminal through a real agent, with the plan's clock, ids and epoch: it writes what was planned. */
export async function playTerminal(terminal: PlannedTerminal, options: PlayOptions): Promise<void> {
  const { folder, network, until, draw, onRetry, longestWaitMs, signal } = options;
  const { entries } = terminal;
  const [{ event: first }] = entries as [JournalEntry];
  let now = first;
  const agent = await openTerminal({
    folder,
    terminalId: terminal.id,
    storeId: terminal.storeId,
    ...(first.merchantid && { merchantId: first.merchantid }),
    transport: network,
    sync: false,
    heartbeatMs: 0,
    sendWhen: 'flushed',
    zoneMinutes: chinaMinutes,
    plannedEpoch: first.epoch,
    onRetry,
    ...(longestWaitMs !== undefined && { longestWaitMs }),
    environment: { clock: () => Date.parse(now.time), newId: () => now.id, random: draw },
  });
  const stop = (): void => void agent.close();
  signal.addEventListener('abort', stop);
  try {
    let recorded = 0;
    for (const stretch of stretchesOf(terminal.deliveries)) {
      await until(stretch);
      const recording = entries.slice(recorded, stretch.to).map(({ event }) => {
        now = event;
        const { subject, data } = event;
        return agent.record(event.type.split('.')[1]!, { ...(subject && { operatorId: subject }), data });
      });
      await Promise.all(recording);
      recorded = stretch.to;
      await agent.flush();
    }
  } finally {
    signal.removeEventListener('abort', stop);
    await agent.close();
  }
}
