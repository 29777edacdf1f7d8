/** Inclusive sequences, and for those held when the event of `to` happened (ms since 1970), if the caller tells. */
export type SequenceRange = [from: number, to: number, endedAt?: number];

export interface EpochJournal {
  epoch: number;
  /** What is held, ascending, no two touch; Sequences start at 1, so a first range that starts higher leaves a hole before it. */
  ranges: SequenceRange[];
  /** Event hash of the highest sequence held: what the next event's `prevhash` must be. */
  headHash?: string;
}

/** Which events of one terminal the log holds: a fold over its stream, cheap when events come in order. */
export interface Journal {
  /** Of the terminal's stream, `-1` when it is empty; kept by the caller. */
  revision: number;
  /** Ascending by epoch, at most `maxEpochs`. */
  epochs: EpochJournal[];
  /** Epochs up to this one that are not listed were dropped at the limit. */
  forgottenEpoch?: number;
  /** Where each key first sealed it, by what was trusted; see seal.ts. */
  firstSeals?: FirstSeal[];
}

export interface FirstSeal {
  keyId: string;
  epoch: number;
  sequence: number;
}

/**
 * What an event did to the gaps of its epoch.
 * `opened`: from..to are missing. `filled`: this one sequence no longer is. `forgotten`: from..to are missing still, but
 * one hole too many; the journal stops tracking them.
 */
export type GapChange =
  | { kind: 'opened' | 'forgotten'; epoch: number; from: number; to: number }
  | { kind: 'filled'; epoch: number; sequence: number };

/** Over all epochs. A terminal that leaves more holes than this has lost its outbox or is lying. */
export const maxHoles = 1_000;
export const maxEpochs = 1_000;

const nothing: readonly GapChange[] = [];

export function emptyJournal(): Journal {
  return { revision: -1, epochs: [] };
}

/**
 * `new` is certain: the log does not hold it. `held` means look: past the limits above the journal has forgotten holes,
 * so the caller compares with the event in the store (it must anyway, to tell a duplicate from a conflict) and stores
 * the event when the store has none.
 */
export function place(journal: Journal, epoch: number, sequence: number): 'new' | 'held' {
  const found = epochAt(journal.epochs, epoch);
  if (!found) return epoch <= (journal.forgottenEpoch ?? 0) ? 'held' : 'new';
  const range = found.ranges[rangeAtOrBefore(found.ranges, sequence)];
  return range && sequence <= range[1] ? 'held' : 'new';
}

/**
 * Takes an event in, in place. O(1) for the next sequence of the newest epoch, O(log holes) to find a hole.
 * Recording one that is held changes nothing.
 */
export function record(
  journal: Journal,
  epoch: number,
  sequence: number,
  eventHash?: string,
  endedAt?: number,
): readonly GapChange[] {
  const known = journal.epochs.at(-1);
  const current = known?.epoch === epoch ? known : openEpoch(journal, epoch);
  if (!current) return nothing;
  const last = current.ranges.at(-1);
  const head = last?.[1] ?? 0;
  if (sequence > head) {
    if (eventHash === undefined) delete current.headHash;
    else current.headHash = eventHash;
  }
  if (last && sequence === head + 1) {
    end(last, sequence, endedAt);
    return nothing;
  }
  if (sequence > head) {
    current.ranges.push(single(sequence, endedAt));
    if (sequence === 1) return nothing;
    return [{ kind: 'opened', epoch, from: head + 1, to: sequence - 1 }, ...forgetHole(journal)];
  }
  return fill(journal, current, sequence, endedAt);
}

/** Stops expecting from..to (declared lost): they count as accounted for from now on. */
export function account(journal: Journal, epoch: number, from: number, to: number): void {
  const current = epochAt(journal.epochs, epoch);
  if (!current) return;
  const merged: SequenceRange = [from, to];
  const apart: SequenceRange[] = [];
  for (const range of current.ranges) {
    if (range[1] < from - 1 || range[0] > to + 1) apart.push(range);
    else {
      if (range[1] > to || range[1] === from - 1) end(merged, Math.max(range[1], to), range[2]);
      merged[0] = Math.min(merged[0], range[0]);
    }
  }
  current.ranges = [...apart, merged].sort((a, b) => a[0] - b[0]);
}

/** What is missing below the head of an epoch, ascending. */
export function missing({ ranges }: EpochJournal): SequenceRange[] {
  const holes: SequenceRange[] = [];
  let next = 1;
  for (const [from, to] of ranges) {
    if (from > next) holes.push([next, from - 1]);
    next = to + 1;
  }
  return holes;
}

function single(sequence: number, endedAt: number | undefined): SequenceRange {
  return endedAt === undefined ? [sequence, sequence] : [sequence, sequence, endedAt];
}

function end(range: SequenceRange, to: number, endedAt: number | undefined): void {
  range[1] = to;
  if (endedAt !== undefined) range[2] = endedAt;
  else range.length = 2;
}

function fill(journal: Journal, current: EpochJournal, sequence: number, endedAt?: number): readonly GapChange[] {
  const { epoch, ranges } = current;
  const index = rangeAtOrBefore(ranges, sequence);
  const before = ranges[index];
  if (before && sequence <= before[1]) return nothing;
  const after = ranges[index + 1]!;
  const touchesBefore = before !== undefined && before[1] === sequence - 1;
  if (touchesBefore && after[0] === sequence + 1) {
    end(before, after[1], after[2]);
    ranges.splice(index + 1, 1);
  } else if (touchesBefore) end(before, sequence, endedAt);
  else if (after[0] === sequence + 1) after[0] = sequence;
  else ranges.splice(index + 1, 0, single(sequence, endedAt));
  return [{ kind: 'filled', epoch, sequence }, ...forgetHole(journal)];
}

/** Past the limit the oldest hole is closed, so that memory stays bounded whatever a terminal sends. */
function forgetHole({ epochs }: Journal): GapChange[] {
  let holes = 0;
  for (const { ranges } of epochs) holes += ranges.length - (ranges[0]![0] === 1 ? 1 : 0);
  if (holes <= maxHoles) return [];
  const { epoch, ranges } = epochs.find(({ ranges }) => ranges.length > 1 || ranges[0]![0] > 1)!;
  const first = ranges[0]!;
  if (first[0] > 1) {
    const to = first[0] - 1;
    first[0] = 1;
    return [{ kind: 'forgotten', epoch, from: 1, to }];
  }
  const second = ranges[1]!;
  const change: GapChange = { kind: 'forgotten', epoch, from: first[1] + 1, to: second[0] - 1 };
  end(first, second[1], second[2]);
  ranges.splice(1, 1);
  return [change];
}

/** Finds or adds an epoch; `undefined` when it lies among those dropped at the limit. */
function openEpoch(journal: Journal, epoch: number): EpochJournal | undefined {
  const { epochs } = journal;
  const found = epochAt(epochs, epoch);
  if (found) return found;
  if (epoch <= (journal.forgottenEpoch ?? 0)) return undefined;
  const opened: EpochJournal = { epoch, ranges: [] };
  epochs.splice(indexAtOrBefore(epochs, (known) => known.epoch, epoch) + 1, 0, opened);
  if (epochs.length > maxEpochs) journal.forgottenEpoch = epochs.shift()!.epoch;
  return epochs[0]!.epoch > epoch ? undefined : opened;
}

function epochAt(epochs: readonly EpochJournal[], epoch: number): EpochJournal | undefined {
  const found = epochs[indexAtOrBefore(epochs, (known) => known.epoch, epoch)];
  return found?.epoch === epoch ? found : undefined;
}

function rangeAtOrBefore(ranges: readonly SequenceRange[], sequence: number): number {
  return indexAtOrBefore(ranges, (range) => range[0], sequence);
}

/** Index of the last item whose key is at most `wanted`, -1 when there is none. */
function indexAtOrBefore<Item>(items: readonly Item[], key: (item: Item) => number, wanted: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (key(items[middle]!) <= wanted) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
