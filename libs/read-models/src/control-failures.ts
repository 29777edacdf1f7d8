import type { ControlFailureView } from '@tillwatch/api';
import {
  controlFailureStatus,
  evolveControlFailure,
  type ControlFailure,
  type ControlFailureEvent,
} from '@tillwatch/domain';
import type { Queryable } from '@tillwatch/postgres';
import { readPage, when, type PageCursor, type PageOf } from './paging.js';
import { after, recordModel, told } from './record-model.js';

/** The register of security controls that failed (PCI DSS 10.7). */
export const controlFailures = recordModel<ControlFailure>({
  name: 'control-failures',
  version: 1,
  columns: [
    { name: 'status', type: 'text', of: controlFailureStatus },
    { name: 'started_at', type: 'bigint', of: ({ startedAt }) => Date.parse(startedAt) },
    { name: 'resumed_at', type: 'bigint', of: ({ resumed }) => resumed && Date.parse(resumed.resumedAt) },
  ],
  indexes: ['started_at, id'],
  idOf: after('control-failure-'),
  evolve: (known, id, event) => evolveControlFailure(known, id, told<ControlFailureEvent>(event)),
});

export function controlFailureView(failure: ControlFailure): ControlFailureView {
  const { resumed, startedAt } = failure;
  return {
    ...failure,
    status: controlFailureStatus(failure),
    ...(resumed && { durationMs: Date.parse(resumed.resumedAt) - Date.parse(startedAt) }),
  };
}

export interface ControlFailureQuery {
  status?: ControlFailureView['status'];
  limit: number;
  after?: PageCursor;
}

/** The latest first. */
export async function listControlFailures(
  db: Queryable,
  { status, limit, after: from }: ControlFailureQuery,
): Promise<PageOf<ControlFailureView>> {
  const page = await readPage<{ document: ControlFailure }>(db, {
    select: 'document',
    from: 'read_models.control_failures',
    where: [when(status, 'status = ?')],
    sort: { by: ['started_at', 'id'], descending: true },
    limit,
    after: from,
  });
  return { ...page, items: page.items.map(({ document }) => controlFailureView(document)) };
}
