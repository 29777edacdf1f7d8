import type { Outbox } from '../outbox/outbox.js';
import type { Recorder } from '../recording/recorder.js';
import { RefusedError } from '../sending/exchange.js';
import type { HeldJournal, Platform } from '../sending/platform.js';
import type { Conflict } from '../sending/sender.js';
import type { EpochStart } from '../recording/begin-epoch.js';
import { compareJournals, type Verdict } from './compare-journals.js';

export interface MeetOptions {
  outbox: Outbox;
  recorder: Recorder;
  platform: Pick<Platform, 'journal'>;
  /** What was delivered is on the platform's disk; by Kafka it may still be on its way there. */
  isDurable: boolean;
}

const unknownRoute = 404;

/**
 * Compares this journal with what the platform holds of it, and makes good what differs: nothing is sent before that, so
 * no two events are ever claimed for one place. `conflict`: the platform already said that it has another event at a
 * place of ours.
 */
export async function meetPlatform(
  { outbox, recorder, platform, isDurable }: MeetOptions,
  signal: AbortSignal,
  conflict?: Conflict,
): Promise<void> {
  await recorder.settled();
  const { opening, head } = { opening: outbox.scanned.opening!, head: outbox.head! };
  const sequence = head.epoch === opening.epoch ? head.sequence : 0;
  const own = {
    current: { epoch: opening.epoch, sequence, reason: opening.reason },
    ...(outbox.mark.place && { delivered: outbox.mark.place }),
    unsent: await outbox.unsent(),
    hashAt: async (place: { epoch: number; sequence: number }) => (await outbox.find(place))?.hash,
  };
  const ask = (place: { epoch: number; sequence: number }): Promise<HeldJournal> =>
    platform.journal(place, signal).catch(heldByNobody);
  const verdict = await compareJournals(own, ask);
  if (verdict.kind === 'behind' && isDurable && !conflict) return outbox.rewind(verdict.held);
  if (verdict.kind === 'differs' || conflict) await recorder.beginEpoch(await startFor(outbox, verdict, conflict));
}

/** A platform that does not know the route yet holds nothing that could be compared. */
function heldByNobody(error: unknown): HeldJournal {
  if (error instanceof RefusedError && error.status === unknownRoute) return {};
  throw error;
}

async function startFor(outbox: Outbox, verdict: Verdict, conflict: Conflict | undefined): Promise<EpochStart> {
  const differs = verdict.kind === 'differs' ? verdict : undefined;
  const after = differs ? await outbox.positionAfter(differs.common) : Infinity;
  return {
    reason: conflict ? 'forked' : differs!.reason,
    ...(differs?.previous && { previous: differs.previous }),
    ...(differs && { above: differs.above }),
    moveFrom: Math.min(after, conflict?.position ?? Infinity),
    ...(conflict && { keep: conflict.taken }),
  };
}
