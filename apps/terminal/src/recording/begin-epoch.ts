import type { TerminalKey } from '../enrolment/terminal-key.js';
import type { JournalOwner } from '../journal/journal.js';
import type { Outbox } from '../outbox/outbox.js';
import type { Opened, OpeningReason, Place } from '../outbox/scan.js';
import { Chain, eventsPerSeal, type Stamp } from './chain.js';

/** How an epoch begins. `moveFrom`: events from that position on, but for those at `keep`, get new places in it. */
export interface EpochStart {
  reason: OpeningReason;
  /** Where the journal stood before, as far as it is known. */
  previous?: Place & { head?: string };
  /** A higher epoch is known than those of this journal. */
  above?: number;
  /** Given in advance, and no event tells of it: the simulator's. */
  planned?: number;
  moveFrom?: number;
  keep?: ReadonlySet<number>;
}

export interface EpochTools {
  outbox: Outbox;
  owner: JournalOwner;
  key: TerminalKey | undefined;
  stamp: () => Stamp;
}

const entriesPerWrite = 200;
/** They tell of their place, so they mean nothing at another. */
const boundToPlace = new Set(['tillwatch.ChainSealed.v1', 'tillwatch.JournalOpened.v1']);

/**
 * Opens an epoch with the events it takes over; all of it counts or, when this rejects, nothing. Nothing else may be
 * written meanwhile. Returns how many of its events stand unsealed.
 */
export async function beginEpoch(epoch: number, start: EpochStart, tools: EpochTools): Promise<number> {
  const { outbox, owner, key, stamp } = tools;
  const { reason, previous, planned, moveFrom } = start;
  const chain = new Chain(owner, epoch, undefined, 0);
  if (planned === undefined) {
    const { time, id } = stamp();
    chain.add({ name: 'JournalOpened', time, data: { reason, ...(previous && { previous }) } }, id);
    if (key) chain.seal(key, stamp());
  }
  const opened: Opened = { control: 'opened', epoch, reason, ...(moveFrom !== undefined && { voidFrom: moveFrom }) };
  const begun = await outbox.begin(opened, chain.takeEntries());
  try {
    if (moveFrom !== undefined) await move(chain, { ...start, moveFrom, moveTo: begun.position }, tools);
    await outbox.ready(opened, begun.position);
  } catch (error) {
    await outbox.abandon(begun);
    throw error;
  }
  return chain.unsealed;
}

async function move(
  chain: Chain,
  { moveFrom, moveTo, keep }: EpochStart & { moveFrom: number; moveTo: number },
  { outbox, key, stamp }: EpochTools,
): Promise<void> {
  for await (const { position, event } of outbox.entries(moveFrom)) {
    if (position >= moveTo) break;
    if (boundToPlace.has(event.type) || keep?.has(position)) continue;
    chain.again(event);
    if (key && chain.unsealed >= eventsPerSeal) chain.seal(key, stamp());
    if (chain.entries.length >= entriesPerWrite) await outbox.append(chain.takeEntries());
  }
  if (chain.entries.length > 0) await outbox.append(chain.takeEntries());
}
