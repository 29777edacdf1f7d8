import type { RegistrationView } from '@tillwatch/api';
import {
  evolveRegistration,
  inspected,
  type Inspection,
  type Registration,
  type RegistryEvent,
} from '@tillwatch/domain';
import type { Queryable } from '@tillwatch/postgres';
import { readPage, when, type PageCursor, type PageOf } from './paging.js';
import { after, readRecord, recordModel, told } from './record-model.js';

const registered = after('registry-');

/** Every terminal that was ever registered: its device, binding, store, custodian, and when it is to be inspected. */
export const terminalRegistry = recordModel<Registration>({
  name: 'terminal-registry',
  version: 1,
  columns: [
    { name: 'serial', type: 'text', of: ({ serial }) => serial },
    // A terminal that was retired stands nowhere and is inspected no more.
    { name: 'store_id', type: 'text', of: ({ storeId, retired }) => (retired ? undefined : storeId) },
    {
      name: 'inspection_due',
      type: 'bigint',
      of: ({ inspectionDue, retired }) => (retired ? undefined : Date.parse(inspectionDue)),
    },
    { name: 'retired', type: 'boolean', of: ({ retired }) => retired !== undefined },
  ],
  indexes: ['inspection_due, id', 'store_id, id'],
  idOf: (event) => (event.name === 'TerminalInspected' ? event.terminalId : registered(event)),
  evolve(known, id, event) {
    if (event.name !== 'TerminalInspected') return evolveRegistration(known, id, told<RegistryEvent>(event));
    const { result } = event.data as unknown as Inspection;
    return inspected(known, { id: event.header.id, at: event.header.recordedtime, result });
  },
});

/**
 * What is registered of a terminal: device model, serial number, binding, store, custodian; `undefined` when it never
 * was. A retired one is given too, with `retired`.
 */
export async function terminalRegistration(db: Queryable, id: string): Promise<RegistrationView | undefined> {
  const known = await readRecord<Registration>(db, 'terminal_registry', id);
  return known && registrationView(known);
}

/** By terminal id; those that were never registered are left out. */
export async function registrationsOf(db: Queryable, ids: readonly string[]): Promise<Map<string, RegistrationView>> {
  const text = 'SELECT document FROM read_models.terminal_registry WHERE id = ANY($1)';
  const rows = await db.query<{ document: Registration }>(text, [ids], 'registrations');
  return new Map(rows.map(({ document }) => [document.id, registrationView(document)]));
}

export interface RegistrationQuery {
  /** Part of the terminal id or of the serial number, in any case. */
  q?: string;
  store?: string;
  /** Only this one, retired or not. */
  terminal?: string;
  /** Default: those in service. */
  retired?: boolean;
  limit: number;
  after?: PageCursor;
}

/** In the order of their ids. */
export async function listRegistrations(db: Queryable, query: RegistrationQuery): Promise<PageOf<RegistrationView>> {
  const { q, store, terminal, retired = false, limit, after: from } = query;
  const page = await readPage<{ document: Registration }>(db, {
    select: 'document',
    from: 'read_models.terminal_registry',
    where: [
      when(q?.toLowerCase(), `strpos(lower(id || ' ' || serial), ?) > 0`),
      when(store, 'store_id = ?'),
      terminal === undefined ? ['retired = ?', retired] : ['id = ?', terminal],
    ],
    sort: { by: ['id'], descending: false },
    limit,
    after: from,
  });
  return { ...page, items: page.items.map(({ document }) => registrationView(document)) };
}

export interface DueQuery {
  nowMs: number;
  /** True: only those whose inspection is due and was not made. False: only the others. */
  overdue?: boolean;
  store?: string;
  limit: number;
  after?: PageCursor;
}

/** Terminals in service, the one that is to be inspected next first. */
export async function listInspectionsDue(db: Queryable, query: DueQuery): Promise<PageOf<RegistrationView>> {
  const { nowMs, overdue, store, limit, after: from } = query;
  const page = await readPage<{ document: Registration }>(db, {
    select: 'document',
    from: 'read_models.terminal_registry',
    where: [
      ['retired = ?', false],
      overdue === undefined ? undefined : [overdue ? 'inspection_due <= ?' : 'inspection_due > ?', nowMs],
      when(store, 'store_id = ?'),
    ],
    sort: { by: ['inspection_due', 'id'], descending: false },
    limit,
    after: from,
  });
  return { ...page, items: page.items.map(({ document }) => registrationView(document)) };
}

function registrationView({ binding, ...known }: Registration): RegistrationView {
  const { settlementAccountHash, ...shown } = binding;
  void settlementAccountHash;
  return { ...known, binding: shown };
}
