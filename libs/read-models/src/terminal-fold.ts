import {
  emptyJournal,
  isTrustedSeal,
  missing,
  record,
  recordSeal,
  type GapChange,
  type Journal,
  type Point,
} from '@tillwatch/domain';
import { canonicalJson } from '@tillwatch/kernel';
import { comparePlaces } from './clock-correction.js';
import type { Place, ProjectedEvent } from './read-model.js';

/** A value with the place of the event that set it: of two, the one later in the terminal's journal wins. */
interface Placed<Value> {
  place: Place;
  value: Value;
}

/** A gap that is still expected to fill. */
export interface OpenGap {
  epoch: number;
  from: number;
  to: number;
}

/** Where a terminal says it is. Times: corrected, ms since 1970. */
export interface ReportedPlace extends Point {
  accuracyM?: number;
  at: number;
  /** The heartbeat that told so. */
  eventId: string;
}

/** What is known of a terminal; times in ms since 1970, places instead of times where order decides. */
export interface TerminalState {
  id: string;
  merchantId?: Placed<string>;
  storeId?: Placed<string>;
  lastSeen: number;
  lastEventAt: number;
  /** Since when it was offline, `null`: it is not. */
  offline?: Placed<number | null>;
  running?: Placed<boolean>;
  softwareVersion?: Placed<string>;
  network?: Placed<{ network: string; networkId?: string }>;
  posture?: Placed<Record<string, unknown>>;
  /** What it was before it changed last, and the corrected time of the heartbeat that told so. */
  postureBefore?: { value: Record<string, unknown>; changedAt: number };
  /** The last report from each place about 1 km wide, the newest first, of the 16 newest. */
  places?: Placed<ReportedPlace>[];
  queued?: Placed<number>;
  /** It has told once that it is there, so it is expected to go on. */
  beats?: true;
  clock?: Placed<{ offsetMs: number; uncertaintyMs: number; measuredAt: number }>;
  frozen?: Placed<boolean>;
  /** Corrected time of the last trusted seal. */
  sealed?: Placed<number>;
  journal: Journal;
  openGaps: OpenGap[];
  conflicts: number;
  chainBreaks: number;
  unmapped: number;
  position: number;
}

/** Half a round trip is how far off a clock estimate may be; without one, a slow link's. */
const defaultUncertaintyMs = 1_000;

export function unseenTerminal(id: string): TerminalState {
  return {
    id,
    lastSeen: 0,
    lastEventAt: Number.MIN_SAFE_INTEGER,
    journal: emptyJournal(),
    openGaps: [],
    conflicts: 0,
    chainBreaks: 0,
    unmapped: 0,
    position: 0,
  };
}

/** Takes one event of the terminal's stream in, in place; returns what it did to the gaps. */
export function evolveTerminal(state: TerminalState, event: ProjectedEvent): readonly GapChange[] {
  state.position = event.position;
  state.journal.revision = event.revision;
  const { header, place } = event;
  if (!header.source.startsWith('/terminals/')) {
    if (event.name === 'ConflictingEventReceived') state.conflicts += 1;
    return [];
  }
  if (event.recordedAt > state.lastSeen) state.lastSeen = event.recordedAt;
  if (event.at > state.lastEventAt) state.lastEventAt = event.at;
  if (header.merchantid !== undefined) state.merchantId = atPlace(state.merchantId, place, header.merchantid);
  if (header.storeid !== undefined) state.storeId = atPlace(state.storeId, place, header.storeid);
  if (header.marks) countMarks(state, header.marks);
  handlers[event.name]?.(state, event);
  if (header.epoch === undefined) return [];
  return record(state.journal, header.epoch, Number(header.sequence), undefined, event.at);
}

/**
 * Corrected time up to which nothing is missing: the end of the newest epoch, or the event before the first hole of the
 * oldest epoch that has one. Absent without a journal, or when its very start is missing.
 */
export function completeUntil({ journal }: TerminalState): number | undefined {
  const holed = journal.epochs.find((epoch) => missing(epoch).length > 0);
  if (!holed) return journal.epochs.at(-1)?.ranges.at(-1)?.[2];
  const first = holed.ranges[0]!;
  if (first[0] === 1) return first[2];
  return journal.epochs[journal.epochs.indexOf(holed) - 1]?.ranges.at(-1)?.[2];
}

/** Events at the end of its journal that no trusted seal covers, of a terminal that has sealed before. */
export function unsealed({ journal, sealed }: TerminalState): number {
  const head = journal.epochs.at(-1);
  if (!sealed || !head) return 0;
  const [epoch, sequence] = sealed.place;
  return Math.max(0, head.ranges.at(-1)![1] - (head.epoch === epoch ? sequence : 0));
}

/** Whether it would tell us that it is there: it did before, and did not shut down. */
export function isExpected({ beats, running }: TerminalState): boolean {
  return beats === true && (running?.value ?? true);
}

type Handler = (state: TerminalState, event: ProjectedEvent) => void;

const setNetwork: Handler = (state, { place, data }) => {
  if (typeof data['network'] !== 'string') return;
  const value = {
    network: data['network'],
    ...(typeof data['networkId'] === 'string' && { networkId: data['networkId'] }),
  };
  state.network = atPlace(state.network, place, value);
};

const handlers: Partial<Record<string, Handler>> = {
  LoginSucceeded: setNetwork,
  LoginFailed: setNetwork,
  NetworkChanged: setNetwork,
  TerminalStarted(state, { place, data }) {
    state.running = atPlace(state.running, place, true);
    const version = data['softwareVersion'];
    if (typeof version === 'string') state.softwareVersion = atPlace(state.softwareVersion, place, version);
  },
  TerminalStopped(state, { place }) {
    state.running = atPlace(state.running, place, false);
  },
  WentOffline(state, { place, at, data }) {
    const since = typeof data['since'] === 'string' ? Date.parse(data['since']) : NaN;
    state.offline = atPlace<number | null>(state.offline, place, Number.isNaN(since) ? at : since);
  },
  CameOnline(state, { place, data }) {
    state.offline = atPlace<number | null>(state.offline, place, null);
    if (typeof data['queued'] === 'number') state.queued = atPlace(state.queued, place, data['queued']);
  },
  Heartbeat(state, event) {
    const { place, at, data } = event;
    const { queued, clockOffsetMs, roundTripMs, posture } = data;
    state.beats = true;
    if (typeof queued === 'number') state.queued = atPlace(state.queued, place, queued);
    if (data['location']) setLocation(state, event);
    if (posture) setPosture(state, place, at, posture as Record<string, unknown>);
    if (typeof clockOffsetMs !== 'number') return;
    const uncertaintyMs = typeof roundTripMs === 'number' ? roundTripMs / 2 : defaultUncertaintyMs;
    state.clock = atPlace(state.clock, place, { offsetMs: clockOffsetMs, uncertaintyMs, measuredAt: at });
  },
  ChainSealed(state, { place, at, header, data }) {
    if (header.epoch === undefined || !isTrustedSeal(header.marks)) return;
    state.sealed = atPlace(state.sealed, place, at);
    recordSeal(state.journal, data['keyId'] as string, ...place);
  },
  CommandAcknowledged(state, { place, data }) {
    const { command, outcome } = data;
    if (outcome !== 'done' || (command !== 'freeze' && command !== 'unfreeze')) return;
    state.frozen = atPlace(state.frozen, place, command === 'freeze');
  },
};

const maxPlaces = 16;

/** What is kept is the same in whatever order reports arrive. */
function setLocation(state: TerminalState, { place, at, data, header }: ProjectedEvent): void {
  const point = data['location'] as Point & { accuracyM?: number };
  const places = state.places ?? [];
  const known = places.find(({ value }) => cellOf(value) === cellOf(point));
  if (known && comparePlaces(known.place, place) > 0) return;
  state.places = [...places.filter((one) => one !== known), { place, value: { ...point, at, eventId: header.id } }]
    .sort((a, b) => comparePlaces(b.place, a.place))
    .slice(0, maxPlaces);
}

/** A hundredth of a degree is 1.1 km. */
function cellOf({ latitude, longitude }: Point): string {
  return `${Math.round(latitude * 100)},${Math.round(longitude * 100)}`;
}

function setPosture(state: TerminalState, place: Place, at: number, value: Record<string, unknown>): void {
  const { posture: held } = state;
  state.posture = atPlace(held, place, value);
  if (!held || held === state.posture || canonicalJson(held.value) === canonicalJson(value)) return;
  state.postureBefore = { value: held.value, changedAt: at };
}

function countMarks(state: TerminalState, marks: readonly string[]): void {
  if (marks.includes('chain-broken')) state.chainBreaks += 1;
  if (marks.includes('unmapped')) state.unmapped += 1;
}

function atPlace<Value>(held: Placed<Value> | undefined, place: Place, value: Value): Placed<Value> {
  return held && comparePlaces(held.place, place) > 0 ? held : { place, value };
}
