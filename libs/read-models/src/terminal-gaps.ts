import type { GapView } from '@tillwatch/api';
import type { GapChange, SequenceRange } from '@tillwatch/domain';
import type { Queryable } from '@tillwatch/postgres';
import type { DocumentTableOptions } from './document-table.js';
import { instant } from './paging.js';

/** A run of sequences that were missing when a later one arrived; the ledger of them belongs to terminal-state. */
export interface Gap {
  /** `<terminal>/<epoch>/<from>`. */
  id: string;
  terminalId: string;
  epoch: number;
  from: number;
  to: number;
  /** Still expected. */
  missing: SequenceRange[];
  /** No longer expected. */
  lost: SequenceRange[];
  status: GapView['status'];
  /** Our time, ms since 1970. */
  openedAt: number;
  closedAt?: number;
  reason?: string;
}

export const gapSchema = `
  CREATE TABLE terminal_gaps (
    id text COLLATE "C" PRIMARY KEY,
    terminal_id text COLLATE "C" NOT NULL,
    epoch bigint NOT NULL,
    first bigint NOT NULL,
    status text COLLATE "C" NOT NULL,
    opened_at bigint NOT NULL,
    document json NOT NULL
  );
  CREATE INDEX terminal_gaps_by_terminal ON terminal_gaps (terminal_id, epoch, first);
  CREATE INDEX terminal_gaps_open ON terminal_gaps (opened_at) WHERE status = 'open';`;

export const gapColumns: DocumentTableOptions<Gap>['columns'] = [
  { name: 'terminal_id', type: 'text', of: (gap) => gap.terminalId },
  { name: 'epoch', type: 'bigint', of: (gap) => gap.epoch },
  { name: 'first', type: 'bigint', of: (gap) => gap.from },
  { name: 'status', type: 'text', of: (gap) => gap.status },
  { name: 'opened_at', type: 'bigint', of: (gap) => gap.openedAt },
];

export function gapId(terminalId: string, epoch: number, from: number): string {
  return `${terminalId}/${epoch}/${from}`;
}

export function openGap(terminalId: string, { epoch, from, to }: Opened, openedAt: number): Gap {
  const id = gapId(terminalId, epoch, from);
  return { id, terminalId, epoch, from, to, missing: [[from, to]], lost: [], status: 'open', openedAt };
}

type Opened = Extract<GapChange, { from: number }>;

export function fillGap(gap: Gap, sequence: number, nowMs: number): void {
  gap.missing = without(gap.missing, sequence, sequence);
  closeWhenSettled(gap, nowMs);
}

/** Stops expecting from..to of the gap, as far as it lies in it. The gap is lost once nothing else is missing. */
export function declareLost(gap: Gap, from: number, to: number, reason: string, nowMs: number): void {
  for (const [first, last] of gap.missing) {
    if (first <= to && last >= from) gap.lost.push([Math.max(first, from), Math.min(last, to)]);
  }
  gap.lost.sort((a, b) => a[0] - b[0]);
  gap.missing = without(gap.missing, from, to);
  gap.reason = reason;
  closeWhenSettled(gap, nowMs);
}

function closeWhenSettled(gap: Gap, nowMs: number): void {
  if (gap.missing.length > 0) return;
  gap.status = gap.lost.length > 0 ? 'lost' : 'filled';
  gap.closedAt = nowMs;
}

function without(ranges: readonly SequenceRange[], from: number, to: number): SequenceRange[] {
  return ranges.flatMap(([first, last]): SequenceRange[] => {
    if (last < from || first > to) return [[first, last]];
    const rest: SequenceRange[] = [];
    if (first < from) rest.push([first, from - 1]);
    if (last > to) rest.push([to + 1, last]);
    return rest;
  });
}

export function gapView(gap: Gap): GapView {
  const stillMissing = gap.status === 'lost' ? gap.lost : gap.missing;
  return {
    terminalId: gap.terminalId,
    epoch: gap.epoch,
    from: gap.from,
    to: gap.to,
    missing: stillMissing.map(([from, to]) => [from, to]),
    status: gap.status,
    openedAt: instant(gap.openedAt),
    ...(gap.closedAt !== undefined && { closedAt: instant(gap.closedAt) }),
    ...(gap.reason !== undefined && { reason: gap.reason }),
  };
}

/** A terminal's whole ledger is short unless it is broken; the newest this many are shown. */
const maxGaps = 10_000;

/** Open, filled and lost ones, by epoch and sequence, newest first. */
export async function terminalGaps(db: Queryable, terminalId: string): Promise<GapView[]> {
  const rows = await db.query<{ document: Gap }>(
    `SELECT document FROM read_models.terminal_gaps WHERE terminal_id = $1
     ORDER BY epoch DESC, first DESC LIMIT ${maxGaps}`,
    [terminalId],
  );
  return rows.map(({ document }) => gapView(document));
}

/** Open gaps of several terminals, by terminal id; at most 1,000 each. */
export async function openGapsOf(db: Queryable, terminalIds: readonly string[]): Promise<Map<string, GapView[]>> {
  const rows = await db.query<{ document: Gap }>(
    `SELECT document FROM read_models.terminal_gaps WHERE terminal_id = ANY($1) AND status = 'open'
     ORDER BY terminal_id, epoch, first`,
    [terminalIds],
  );
  return Map.groupBy(
    rows.map(({ document }) => gapView(document)),
    (gap) => gap.terminalId,
  );
}
