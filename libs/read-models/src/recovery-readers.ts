import type { RecoveryCaseView, RecoveryChannel, RecoveryStatus, RecoveryStepName } from '@tillwatch/api';
import { checklists, endedDocuments, expiryOf, missingEvidence, nextStep, personKey } from '@tillwatch/domain';
import type { Queryable } from '@tillwatch/postgres';
import { instant, readPage, when, type PageCursor, type PageOf } from './paging.js';
import type { RecoveryState } from './recovery-cases.js';

/** Which cases; those undefined restrict nothing. */
export interface RecoveryFilter {
  status?: RecoveryStatus;
  /** Cases that wait for this. */
  step?: RecoveryStepName;
  channel?: RecoveryChannel;
  operator?: string;
  terminal?: string;
  store?: string;
  assignee?: string;
}

/** Newest first. */
export async function listRecoveryCases(
  db: Queryable,
  filter: RecoveryFilter & { nowMs: number; limit: number; after?: PageCursor },
): Promise<PageOf<RecoveryCaseView>> {
  const page = await readPage<{ document: RecoveryState }>(db, {
    select: 'document',
    from: 'read_models.recovery_cases',
    where: [
      when(filter.status, 'status = ?'),
      when(filter.step, 'step = ?'),
      when(filter.channel, 'channel = ?'),
      when(filter.operator, 'operator_id = ?'),
      when(filter.terminal, 'terminal_id = ?'),
      when(filter.store, 'store_id = ?'),
      when(filter.assignee, 'assignee = ?'),
    ],
    sort: { by: ['requested_position'], descending: true },
    limit: filter.limit,
    after: filter.after,
  });
  return { ...page, items: page.items.map(({ document }) => recoveryView(document, filter.nowMs)) };
}

export async function getRecoveryCase(db: Queryable, id: string, nowMs: number): Promise<RecoveryCaseView | undefined> {
  const text = 'SELECT document FROM read_models.recovery_cases WHERE id = $1';
  const [row] = await db.query<{ document: RecoveryState }>(text, [id]);
  return row && recoveryView(row.document, nowMs);
}

function recoveryView(state: RecoveryState, nowMs: number): RecoveryCaseView {
  const { actions, requestedPosition, ...recovery } = state;
  void [actions, requestedPosition];
  const [next, expiresAt] = [nextStep(state), expiryOf(state)];
  return {
    ...recovery,
    checklist: [...checklists[state.channel]],
    missingEvidence: missingEvidence(state),
    ...(next && { next: { step: next.step, dueAt: instant(next.dueAt), overdue: nowMs >= next.dueAt } }),
    ...(expiresAt !== undefined && { expiresAt: instant(expiresAt) }),
  };
}

/** Who ever approved a recovery of a person, by operator id or by account. */
export async function approversOf(db: Queryable, person: string): Promise<string[]> {
  const text = `SELECT DISTINCT approved_by FROM read_models.recovery_cases
                WHERE (operator_key = $1 OR account_key = $1) AND approved_by IS NOT NULL ORDER BY approved_by`;
  const rows = await db.query<{ approved_by: string }>(text, [personKey(person)]);
  return rows.map(({ approved_by }) => approved_by);
}

/** Cases that nobody finished in time, the longest over first. */
export async function lapsedRecoveries(db: Queryable, nowMs: number, limit: number): Promise<string[]> {
  const text = 'SELECT id FROM read_models.recovery_cases WHERE expires_at <= $1 ORDER BY expires_at, id LIMIT $2';
  return (await db.query<{ id: string }>(text, [nowMs, limit])).map(({ id }) => id);
}

/** Documents whose retention has ended, with their cases: of those that waited longest, of at most `limit` cases. */
export async function endedRetentions(
  db: Queryable,
  nowMs: number,
  limit: number,
): Promise<{ caseId: string; digest: string }[]> {
  const text = `SELECT document FROM read_models.recovery_cases WHERE retention_ends_at <= $1
                ORDER BY retention_ends_at, id LIMIT $2`;
  const rows = await db.query<{ document: RecoveryState }>(text, [nowMs, limit]);
  return rows.flatMap(({ document }) =>
    endedDocuments(document, nowMs).map((digest) => ({ caseId: document.id, digest })),
  );
}

/** Open cases at one time: the projector holds their operators in memory. */
export const maxOpenRecoveries = 10_000;

export async function countOpenRecoveries(db: Queryable): Promise<number> {
  const text = 'SELECT count(*) AS count FROM read_models.recovery_cases WHERE step IS NOT NULL';
  return (await db.query<{ count: number }>(text))[0]!.count;
}
