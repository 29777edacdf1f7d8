import type { InspectionView } from '@tillwatch/api';
import type { Inspection } from '@tillwatch/domain';
import type { Queryable } from '@tillwatch/postgres';
import { readPage, type PageCursor, type PageOf } from './paging.js';
import { recordModel } from './record-model.js';

/** Every inspection of a terminal. */
export const inspections = recordModel<InspectionView>({
  name: 'inspections',
  version: 1,
  columns: [
    { name: 'terminal_id', type: 'text', of: ({ terminalId }) => terminalId },
    { name: 'at', type: 'bigint', of: ({ at }) => Date.parse(at) },
    { name: 'result', type: 'text', of: ({ result }) => result },
  ],
  indexes: ['terminal_id, at, id'],
  idOf: ({ name, header }) => (name === 'TerminalInspected' ? header.id : undefined),
  evolve(_, id, { header, terminalId, data }) {
    const inspection = data as unknown as Inspection;
    const { recordedtime: at } = header;
    return { id, terminalId: terminalId!, at, ...inspection, flagged: isFlagged(inspection.result) };
  },
});

/** Somebody had their hands on it. */
function isFlagged(result: Inspection['result']): boolean {
  return result === 'tamper' || result === 'substitution';
}

export interface InspectionQuery {
  limit: number;
  after?: PageCursor;
}

/** Of one terminal, newest first. */
export async function listInspections(
  db: Queryable,
  terminalId: string,
  { limit, after }: InspectionQuery,
): Promise<PageOf<InspectionView>> {
  const page = await readPage<{ document: InspectionView }>(db, {
    select: 'document',
    from: 'read_models.inspections',
    where: [['terminal_id = ?', terminalId]],
    sort: { by: ['at', 'id'], descending: true },
    limit,
    after,
  });
  return { ...page, items: page.items.map(({ document }) => document) };
}
