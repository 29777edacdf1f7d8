import type { ControlRequestView, FourEyesView } from '@tillwatch/api';
import {
  evolveControlRequest,
  evolveFourEyes,
  needsTwo,
  type ControlRequest,
  type ControlRequestEvent,
  type FourEyes,
  type ToldEvent,
} from '@tillwatch/domain';
import type { Queryable } from '@tillwatch/postgres';
import { readPage, when, type PageCursor, type PageOf } from './paging.js';
import { after, readRecord, recordModel, told } from './record-model.js';

/** What somebody asked a terminal to be told, for somebody else to decide. */
export const controlRequests = recordModel<ControlRequest>({
  name: 'control-requests',
  version: 1,
  columns: [
    { name: 'terminal_id', type: 'text', of: ({ terminalId }) => terminalId },
    { name: 'status', type: 'text', of: statusOf },
    { name: 'requested_at', type: 'bigint', of: ({ requested }) => Date.parse(requested.at) },
    { name: 'confirm_by', type: 'bigint', of: ({ confirmBy }) => (confirmBy ? Date.parse(confirmBy) : undefined) },
  ],
  indexes: ['status, requested_at, id'],
  idOf: after('control-request-'),
  evolve: (known, id, event) => evolveControlRequest(known, id, told<ControlRequestEvent>(event)),
});

/** Which tenants want two people for what is risky. */
export const fourEyes = recordModel<FourEyes>({
  name: 'four-eyes',
  version: 1,
  columns: [],
  idOf: after('four-eyes-'),
  evolve: (known, id, event) => evolveFourEyes(known, id, told<ToldEvent<'FourEyesChanged'>>(event)),
});

export async function readFourEyes(db: Queryable, tenant: string): Promise<FourEyesView> {
  return fourEyesView(await readRecord<FourEyes>(db, 'four_eyes', tenant));
}

export function fourEyesView(known: FourEyes | undefined): FourEyesView {
  return { required: needsTwo(known), ...(known && { changed: known.changed }) };
}

export interface ControlRequestQuery {
  status?: ControlRequestView['status'];
  terminal?: string;
  limit: number;
  after?: PageCursor;
}

/** The latest first. */
export async function listControlRequests(
  db: Queryable,
  { status, terminal, limit, after: from }: ControlRequestQuery,
): Promise<PageOf<ControlRequestView>> {
  const page = await readPage<{ document: ControlRequest }>(db, {
    select: 'document',
    from: 'read_models.control_requests',
    where: [when(status, 'status = ?'), when(terminal, 'terminal_id = ?')],
    sort: { by: ['requested_at', 'id'], descending: true },
    limit,
    after: from,
  });
  return { ...page, items: page.items.map(({ document }) => controlRequestView(document)) };
}

export function controlRequestView(request: ControlRequest): ControlRequestView {
  return { ...request, status: statusOf(request) };
}

function statusOf({ approved, rejected }: ControlRequest): ControlRequestView['status'] {
  if (approved) return 'approved';
  return rejected ? 'rejected' : 'pending';
}
