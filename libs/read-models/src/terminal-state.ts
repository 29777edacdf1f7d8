import type { Network, RegistrationView, TerminalView } from '@tillwatch/api';
import { account, type GapChange, type Journal } from '@tillwatch/domain';
import { terminalIdOf } from '@tillwatch/events';
import type { Queryable } from '@tillwatch/postgres';
import { DocumentTable } from './document-table.js';
import { instant, readPage, when, type PageCursor, type PageOf } from './paging.js';
import type { Change, ProjectedBatch, ProjectedEvent, Projection, ReadModel } from './read-model.js';
import { commandSummaries, type CommandSummary } from './terminal-commands.js';
import {
  completeUntil,
  evolveTerminal,
  isExpected,
  unsealed,
  unseenTerminal,
  type TerminalState,
} from './terminal-fold.js';
import { declareLost, fillGap, gapColumns, gapId, gapSchema, openGap, openGapsOf, type Gap } from './terminal-gaps.js';
import { activeKeys } from './terminal-keys.js';
import { registrationsOf } from './terminal-registry.js';

/** What is known of each terminal now, and the ledger of the gaps in its journal: one fold makes both. */
export const terminalState: ReadModel = {
  name: 'terminal-state',
  version: 5,
  tables: [
    { name: 'terminal_state', key: ['id'] },
    { name: 'terminal_gaps', key: ['id'] },
  ],
  schema: `
    CREATE TABLE terminal_state (
      id text COLLATE "C" PRIMARY KEY,
      store_id text COLLATE "C",
      last_seen bigint NOT NULL,
      is_offline boolean NOT NULL,
      queued bigint NOT NULL,
      open_gaps integer NOT NULL,
      frozen boolean NOT NULL,
      complete_until bigint,
      sealed_at bigint,
      unsealed bigint NOT NULL,
      is_expected boolean NOT NULL,
      document json NOT NULL
    ) WITH (fillfactor = 70);
    ${gapSchema}`,
  open: (schema, empty) => new TerminalProjection(schema, empty),
};

class TerminalProjection implements Projection {
  private readonly terminals: DocumentTable<TerminalState>;
  private readonly gaps: DocumentTable<Gap>;

  constructor(schema: string, empty: boolean) {
    this.terminals = new DocumentTable({
      schema,
      empty,
      table: 'terminal_state',
      columns: [
        { name: 'store_id', type: 'text', of: (state) => state.storeId?.value },
        { name: 'last_seen', type: 'bigint', of: (state) => state.lastSeen },
        { name: 'is_offline', type: 'boolean', of: (state) => typeof state.offline?.value === 'number' },
        { name: 'queued', type: 'bigint', of: (state) => state.queued?.value ?? 0 },
        { name: 'open_gaps', type: 'integer', of: (state) => state.openGaps.length },
        { name: 'frozen', type: 'boolean', of: (state) => state.frozen?.value ?? false },
        { name: 'complete_until', type: 'bigint', of: completeUntil },
        { name: 'sealed_at', type: 'bigint', of: (state) => state.sealed?.value },
        { name: 'unsealed', type: 'bigint', of: unsealed },
        { name: 'is_expected', type: 'boolean', of: isExpected },
      ],
    });
    this.gaps = new DocumentTable({ schema, empty, table: 'terminal_gaps', columns: gapColumns });
  }

  get pending(): number {
    return this.terminals.pending + this.gaps.pending;
  }

  async fold(tx: Queryable, { events }: ProjectedBatch): Promise<readonly Change[]> {
    const ids = new Set<string>();
    for (const { terminalId } of events) if (terminalId !== undefined) ids.add(terminalId);
    await this.terminals.load(tx, ids);
    await this.gaps.load(tx, this.openGapIds(ids));
    for (const event of events) if (event.terminalId !== undefined) this.take(event.terminalId, event);
    return [...ids].map((id) => ({ kind: 'terminal', id }));
  }

  async write(tx: Queryable): Promise<void> {
    await this.terminals.write(tx);
    await this.gaps.write(tx);
  }

  private take(terminalId: string, event: ProjectedEvent): void {
    const known = this.terminals.get(terminalId);
    // Of a terminal that was never heard of, the registry tells: what people do to it is no word from it.
    if (!known && terminalIdOf(event.header.source) === undefined) return;
    const state = known ?? unseenTerminal(terminalId);
    const changes = evolveTerminal(state, event);
    this.terminals.put(state);
    if (event.name === 'GapDeclaredLost') this.giveUp(state, event);
    for (const change of changes) this.applyToGaps(state, change, event.recordedAt);
  }

  private applyToGaps(state: TerminalState, change: GapChange, recordedAt: number): void {
    const { epoch } = change;
    if (change.kind === 'opened') {
      this.gaps.put(openGap(state.id, change, recordedAt));
      state.openGaps.push({ epoch, from: change.from, to: change.to });
    } else if (change.kind === 'filled') {
      this.changeGaps(state, epoch, change.sequence, change.sequence, (gap) =>
        fillGap(gap, change.sequence, recordedAt),
      );
    } else {
      const { from, to } = change;
      this.changeGaps(state, epoch, from, to, (gap) =>
        declareLost(gap, from, to, 'too many gaps to track', recordedAt),
      );
    }
  }

  private giveUp(state: TerminalState, { data, recordedAt }: ProjectedEvent): void {
    const { epoch, from, to, reason } = data as { epoch: number; from: number; to: number; reason: string };
    account(state.journal, epoch, from, to);
    this.changeGaps(state, epoch, from, to, (gap) => declareLost(gap, from, to, reason, recordedAt));
  }

  /** Open gaps of an epoch that touch from..to; those that are settled then leave the terminal's list. */
  private changeGaps(state: TerminalState, epoch: number, from: number, to: number, change: (gap: Gap) => void): void {
    state.openGaps = state.openGaps.filter((open) => {
      if (open.epoch !== epoch || open.from > to || open.to < from) return true;
      const gap = this.gaps.get(gapId(state.id, epoch, open.from))!;
      change(gap);
      this.gaps.put(gap);
      return gap.status === 'open';
    });
  }

  private *openGapIds(terminalIds: Iterable<string>): Iterable<string> {
    for (const id of terminalIds) {
      for (const { epoch, from } of this.terminals.get(id)?.openGaps ?? []) yield gapId(id, epoch, from);
    }
  }
}

/** What other read models know of these terminals. */
interface Beside {
  gaps: ReadonlyMap<string, TerminalView['openGaps']>;
  commands: ReadonlyMap<string, CommandSummary>;
  keys: ReadonlyMap<string, number>;
  registrations: ReadonlyMap<string, RegistrationView>;
}

async function viewsOf(db: Queryable, states: readonly TerminalState[]): Promise<TerminalView[]> {
  if (states.length === 0) return [];
  const ids = states.map((state) => state.id);
  const holed = states.filter((state) => state.openGaps.length > 0).map((state) => state.id);
  const [gaps, commands, keys, registrations] = await Promise.all([
    holed.length > 0 ? openGapsOf(db, holed) : new Map<string, TerminalView['openGaps']>(),
    commandSummaries(db, ids),
    activeKeys(db, ids),
    registrationsOf(db, ids),
  ]);
  return states.map((state) => terminalView(state, { gaps, commands, keys, registrations }));
}

function terminalView(state: TerminalState, beside: Beside): TerminalView {
  const { offline, clock, journal } = state;
  const head = journal.epochs.at(-1);
  const until = completeUntil(state);
  return {
    id: state.id,
    ...(state.merchantId && { merchantId: state.merchantId.value }),
    ...storeOf(state.storeId?.value, beside.registrations.get(state.id)),
    lastSeen: instant(state.lastSeen),
    lastEventAt: instant(Math.max(state.lastEventAt, 0)),
    ...(typeof offline?.value === 'number' && { offlineSince: instant(offline.value) }),
    running: state.running?.value ?? true,
    ...(state.softwareVersion && { softwareVersion: state.softwareVersion.value }),
    ...(state.network && { ...state.network.value, network: state.network.value.network as Network }),
    ...(state.posture && { posture: state.posture.value }),
    ...(clock && { clock: { ...clock.value, measuredAt: instant(clock.value.measuredAt) } }),
    ...(head && { journal: { epoch: head.epoch, sequence: head.ranges.at(-1)![1] } }),
    openGaps: beside.gaps.get(state.id) ?? [],
    ...(state.queued && { queued: state.queued.value }),
    ...controlOf(state, beside),
    ...(until !== undefined && { dataCompleteUntil: instant(until) }),
    conflicts: state.conflicts,
    chainBreaks: state.chainBreaks,
    unmapped: state.unmapped,
    position: state.position,
  };
}

/** Where it is registered to stand wins over what it claims; a terminal that was retired stands where it says. */
function storeOf(
  claimed: string | undefined,
  registration: RegistrationView | undefined,
): Pick<TerminalView, 'storeId' | 'claimedStoreId' | 'registration'> {
  const storeId = registration && !registration.retired ? registration.storeId : claimed;
  return {
    ...(storeId !== undefined && { storeId }),
    ...(claimed !== undefined && claimed !== storeId && { claimedStoreId: claimed }),
    ...(registration && { registration }),
  };
}

/** How far the platform has it in hand. */
function controlOf(
  { id, frozen, sealed }: TerminalState,
  { commands, keys }: Beside,
): Pick<TerminalView, 'frozen' | 'commands' | 'keys' | 'sealedUntil'> {
  return {
    frozen: frozen?.value ?? false,
    commands: commands.get(id) ?? { pending: 0 },
    keys: keys.get(id) ?? 0,
    ...(sealed && { sealedUntil: { epoch: sealed.place[0], sequence: sealed.place[1], at: instant(sealed.value) } }),
  };
}

export interface TerminalQuery {
  /** Part of the id, in any case. */
  q?: string;
  store?: string;
  state?: 'online' | 'offline' | 'gaps' | 'frozen';
  /** Default by id, ascending; the others descending. */
  sort?: 'id' | 'lastSeen' | 'queued';
  limit: number;
  after?: PageCursor;
}

const sorts = {
  id: { by: ['id'], descending: false },
  lastSeen: { by: ['last_seen', 'id'], descending: true },
  queued: { by: ['queued', 'id'], descending: true },
};

const registeredStore =
  '(SELECT registry.store_id FROM read_models.terminal_registry AS registry WHERE registry.id = terminal_state.id)';

export async function listTerminals(db: Queryable, query: TerminalQuery): Promise<PageOf<TerminalView>> {
  const { q, store, state, sort = 'id', limit, after } = query;
  const page = await readPage<{ document: TerminalState }>(db, {
    select: 'document',
    from: 'read_models.terminal_state',
    where: [
      when(q?.toLowerCase(), 'strpos(lower(id), ?) > 0'),
      when(store, `coalesce(${registeredStore}, store_id) = ?`),
      state === 'offline' || state === 'online' ? ['is_offline = ?', state === 'offline'] : undefined,
      state === 'gaps' ? ['open_gaps > ?', 0] : undefined,
      state === 'frozen' ? ['frozen = ?', true] : undefined,
    ],
    sort: sorts[sort],
    limit,
    after,
  });
  return { ...page, items: await viewsOf(db, page.items.map(({ document }) => document)) }; // prettier-ignore
}

/** Several at once, those that are known, any order. */
export async function getTerminals(db: Queryable, ids: readonly string[]): Promise<TerminalView[]> {
  return viewsOf(db, await statesOf(db, ids));
}

export async function getTerminal(db: Queryable, id: string): Promise<TerminalView | undefined> {
  return (await getTerminals(db, [id]))[0];
}

/** What the log held of these terminals, up to each journal's `revision`; head hashes are not kept. */
export async function terminalJournals(db: Queryable, ids: readonly string[]): Promise<Map<string, Journal>> {
  return new Map((await statesOf(db, ids)).map((state) => [state.id, state.journal]));
}

async function statesOf(db: Queryable, ids: readonly string[]): Promise<TerminalState[]> {
  const text = 'SELECT document FROM read_models.terminal_state WHERE id = ANY($1)';
  return (await db.query<{ document: TerminalState }>(text, [ids])).map(({ document }) => document);
}
