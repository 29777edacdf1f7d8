import { uuidFromName } from '@tillwatch/kernel';
import { openJournal, type JournalEntry } from '../journal/journal.js';
import { planDeliveries, type Delivery } from './deliveries.js';
import { hourMs, minuteMs, secondMs } from './durations.js';
import type { Random } from './random.js';
import { chinaTime, drawClock, errorOf, type TerminalClock } from './terminal-clock.js';
import type { Act, Till } from './till.js';

export interface PlannedTerminal {
  id: string;
  storeId: string;
  clock: TerminalClock;
  /** The whole journal, in order of sequence. */
  entries: JournalEntry[];
  /** In order of departure; together they deliver every entry at least once. */
  deliveries: Delivery[];
}

export interface PerformOptions {
  seed: string;
  /** True time of the plan's start, ms since 1970. */
  start: number;
  random: Random;
}

const heartbeatEveryMs = 5 * minuteMs;
const merchantId = 'merchant-dongfang';

/** Plays a till's script: what it notices itself, its clock, its journal, and when the batches leave. */
export function performTill(till: Till, { seed, start, random }: PerformOptions): PlannedTerminal {
  const clock = drawClock(random);
  const acts = [...till.acts, ...ownActs(till, start)].sort((one, other) => one.at - other.at);
  const deliveries = planDeliveries(
    acts.map(({ at }) => at),
    till.outages,
    random,
  );
  // A machine switched on later starts a later epoch, so two runs of a fleet never claim the same place in a journal.
  const epoch = Math.floor((start + till.opensAt) / 1_000);
  const append = openJournal({
    terminalId: till.id,
    storeId: till.storeId,
    merchantId,
    epoch,
    idOf: (sequence) => uuidFromName(`fleet|${seed}|${till.id}|${epoch}|${sequence}`),
  });
  const clockAt = (at: number): string => chinaTime(start + at + errorOf(clock, at));
  const countFailures = failureCounter();
  const entries = acts.map((act, index) => {
    const measured = { ...act.data, ...countFailures(act), ...measurements(act, index) };
    return append({ ...act, time: clockAt(act.at), data: measured });
  });
  return { id: till.id, storeId: till.storeId, clock, entries, deliveries };

  /** What only the running terminal knows: its queue, and how far its clock is from the server's. */
  function measurements({ name, at }: Act, index: number): Record<string, unknown> {
    if (name === 'WentOffline') return { since: clockAt(at) };
    if (name !== 'CameOnline' && name !== 'Heartbeat') return {};
    const queued = index - deliveredBefore(deliveries, at);
    if (name === 'CameOnline') return { since: clockAt(till.outages.find(({ to }) => to === at)!.from), queued };
    const roundTripMs = random.between(15, 180);
    const asymmetryMs = random.between(-roundTripMs, roundTripMs) / 4;
    return { queued, roundTripMs, clockOffsetMs: Math.round(errorOf(clock, at) + asymmetryMs) };
  }
}

/** Entries that had left when the clock struck `at`. */
function deliveredBefore(deliveries: readonly Delivery[], at: number): number {
  let delivered = 0;
  for (const delivery of deliveries) if (delivery.at <= at && delivery.to > delivered) delivered = delivery.to;
  return delivered;
}

/** What a terminal reports about itself, whoever works at it. Without a network there is nothing to measure a clock by. */
function ownActs(till: Till, start: number): Act[] {
  const { opensAt, closesAt, outages } = till;
  const acts: Act[] = [
    { at: opensAt, name: 'TerminalStarted', data: { reason: 'restart', softwareVersion: '4.2.1' } },
    { at: closesAt - secondMs, name: 'TerminalStopped', data: { reason: 'closing' } },
  ];
  const posture = postureAt(start);
  for (let at = opensAt + 2 * secondMs; at < closesAt - secondMs; at += heartbeatEveryMs) {
    if (outages.some(({ from, to }) => at >= from && at < to)) continue;
    acts.push({ at, name: 'Heartbeat', data: at < opensAt + heartbeatEveryMs ? { posture } : {} });
  }
  for (const { from, to } of outages) {
    acts.push({ at: from, name: 'WentOffline', data: {} }, { at: to, name: 'CameOnline', data: {} });
  }
  return acts;
}

function postureAt(start: number): Record<string, unknown> {
  const certificateDays = 200;
  return {
    tlsVersion: '1.3',
    certificateExpires: new Date(start + certificateDays * 24 * hourMs).toISOString(),
    lockAfter: 6,
    lockMinutes: 30,
    minLength: 12,
    idleMinutes: 15,
    blocklistVersion: '2026.1',
    policyProfile: 'pci-dss',
  };
}

const endsFailures = new Set(['LoginSucceeded', 'OperatorUnlocked', 'PasswordReset']);

/** Counts as a till does: by operator, over its own journal. */
function failureCounter(): (act: Act) => { consecutiveFailures?: number } {
  const failures = new Map<string, number>();
  return ({ name, operatorId }) => {
    if (!operatorId) return {};
    if (endsFailures.has(name)) failures.delete(operatorId);
    if (name !== 'LoginFailed') return {};
    const consecutiveFailures = (failures.get(operatorId) ?? 0) + 1;
    failures.set(operatorId, consecutiveFailures);
    return { consecutiveFailures };
  };
}
