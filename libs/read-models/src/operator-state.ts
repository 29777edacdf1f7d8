import type { ExemptionView, Factor, OperatorView, RegistrationStatus, OperatorRegistrationView } from '@tillwatch/api';
import {
  evolveOperator,
  isLater,
  isOperatorId,
  unseenOperator,
  type LockDetails,
  type OperatorState,
  type RegistryEntry,
} from '@tillwatch/domain';
import type { Queryable } from '@tillwatch/postgres';
import { DocumentTable } from './document-table.js';
import { passwordByPolicy } from './operator-password.js';
import { operatorStream, registrationView } from './operator-registry.js';
import { instant, readPage, when, type PageCursor, type PageOf } from './paging.js';
import { readPolicies, type Policies } from './policies.js';
import type { Change, ProjectedBatch, ProjectedEvent, Projection, ReadModel } from './read-model.js';

/** What is known of each operator now; a lock that ends by itself is judged by whoever reads. */
export const operatorState: ReadModel = {
  name: 'operator-state',
  version: 3,
  tables: [{ name: 'operator_state', key: ['id'] }],
  schema: `
    CREATE TABLE operator_state (
      id text COLLATE "C" PRIMARY KEY,
      disabled boolean NOT NULL,
      locked_until bigint NOT NULL,
      failures integer NOT NULL,
      last_seen bigint NOT NULL,
      idle_since bigint,
      reset_at bigint,
      password_at bigint,
      open_since bigint,
      away_since bigint,
      document json NOT NULL
    ) WITH (fillfactor = 70);`,
  open: (schema, empty) => new OperatorProjection(schema, empty),
};

/** A lock without an end, as `locked_until`. */
const forever = Number.MAX_SAFE_INTEGER;
const dayMs = 86_400_000;

class OperatorProjection implements Projection {
  private readonly operators: DocumentTable<OperatorState>;

  constructor(schema: string, empty: boolean) {
    this.operators = new DocumentTable({
      schema,
      empty,
      table: 'operator_state',
      columns: [
        { name: 'disabled', type: 'boolean', of: (state) => state.disabled?.value ?? false },
        { name: 'locked_until', type: 'bigint', of: lockedUntil },
        { name: 'failures', type: 'integer', of: (state) => state.failures.length },
        { name: 'last_seen', type: 'bigint', of: (state) => state.lastSeen },
        // No indexes over these: they change with every login, which is then written in place. Deadlines read all rows.
        { name: 'idle_since', type: 'bigint', of: idleSince },
        { name: 'reset_at', type: 'bigint', of: resetAt },
        { name: 'password_at', type: 'bigint', of: passwordAt },
        { name: 'open_since', type: 'bigint', of: openSince },
        { name: 'away_since', type: 'bigint', of: awaySince },
      ],
    });
  }

  get pending(): number {
    return this.operators.pending;
  }

  async fold(tx: Queryable, { events }: ProjectedBatch): Promise<readonly Change[]> {
    const ours = events.filter(isAboutOperator);
    const registered = events.filter((event) => event.name === 'OperatorRegistered').map(operatorOfStream);
    await this.operators.load(tx, [...ours.map((event) => event.header.subject), ...registered]);
    const changed = new Set<string>();
    // Who is registered is listed, seen at a terminal or not.
    for (const id of registered) {
      if (!this.operators.get(id)) this.operators.put(unseenOperator(id));
    }
    for (const event of ours) {
      const id = event.header.subject;
      const state = this.operators.get(id) ?? unseenOperator(id);
      evolveOperator(state, event, event.terminalId);
      this.operators.put(state);
      changed.add(id);
    }
    return [...changed].map((id) => ({ kind: 'operator', id }));
  }

  write(tx: Queryable): Promise<void> {
    return this.operators.write(tx);
  }
}

type AboutOperator = ProjectedEvent & { terminalId: string; header: { subject: string } };

function isAboutOperator(event: ProjectedEvent): event is AboutOperator {
  return event.terminalId !== undefined && isOperatorId(event.header.subject);
}

function operatorOfStream({ stream }: ProjectedEvent): string {
  return stream.slice(operatorStream.length);
}

function lockedUntil({ lock }: OperatorState): number {
  return lock?.value ? (lock.value.until ?? forever) : 0;
}

/** The last login, or when it was added or enabled; of one who is disabled nothing. */
function idleSince({ disabled, success }: OperatorState): number | undefined {
  if (disabled?.value) return undefined;
  const known = [disabled?.stamp[0], success?.stamp[0]].filter((at) => at !== undefined);
  return known.length > 0 ? Math.max(...known) : undefined;
}

/** When the temporary password was given that is still in force. */
function resetAt({ disabled, temporaryReset, passwordChanged }: OperatorState): number | undefined {
  const isKept = temporaryReset !== undefined && isLater(temporaryReset, passwordChanged) && !disabled?.value;
  return isKept ? temporaryReset[0] : undefined;
}

/** When the password was changed last, of one who signs in with nothing else. */
function passwordAt({ disabled, factors, passwordChanged }: OperatorState): number | undefined {
  const hasOther = Object.entries(factors).some(([factor, enrolled]) => enrolled.value && factor !== 'password');
  return hasOther || disabled?.value ? undefined : passwordChanged?.[0];
}

function openSince({ sessions }: OperatorState): number | undefined {
  return sessions.find(([, , open]) => open !== false)?.[1];
}

/** Sessions that may lie as far apart as a dormant id's logins do; a session itself lasts a day at most. */
const longAwayMs = 89 * dayMs;

/** The end of the last session before a long absence, as far back as sessions are held. */
function awaySince({ sessions }: OperatorState): number | undefined {
  return sessions.findLast(([, at], index) => (sessions[index + 1]?.[1] ?? at) - at >= longAwayMs)?.[1];
}

/** `nowMs`: the instant asked about; it decides whether a lock has expired and how old the password is. */
export function operatorView(state: OperatorState, nowMs: number): OperatorView {
  const { success, failure, lock, passwordChanged, temporaryReset } = state;
  const isLocked = lockedUntil(state) > nowMs;
  return {
    id: state.id,
    status: state.disabled?.value ? 'disabled' : isLocked ? 'locked' : 'active',
    ...(state.role && { role: state.role.value }),
    consecutiveFailures: state.failures.length,
    ...(isLocked && lock?.value && { lock: lockView(lock.stamp[0], lock.value) }),
    sessions: openSessions(state),
    ...(success && { lastSuccess: { at: instant(success.stamp[0]), ...success.value } }),
    ...(failure && { lastFailure: { at: instant(failure.stamp[0]), ...failure.value } }),
    password: {
      ...(passwordChanged && {
        changedAt: instant(passwordChanged[0]),
        ageDays: Math.max(0, Math.floor((nowMs - passwordChanged[0]) / dayMs)),
      }),
      mustChange: temporaryReset !== undefined && isLater(temporaryReset, passwordChanged),
    },
    factors: Object.keys(state.factors)
      .filter((factor) => state.factors[factor]!.value)
      .sort() as Factor[],
    ...(state.storeId && { storeId: state.storeId.value }),
    ...(state.lastSeen > Number.MIN_SAFE_INTEGER && { lastSeen: instant(state.lastSeen) }),
    position: state.position,
  };
}

function openSessions({ sessions }: OperatorState): OperatorView['sessions'] {
  return sessions
    .filter(([, , open]) => open !== false)
    .map(([key, at, open]) => {
      const slash = key.indexOf('/');
      const [terminalId, id] = [key.slice(0, slash), key.slice(slash + 1)];
      return { id, terminalId, ...(typeof open === 'string' && { storeId: open }), openedAt: instant(at) };
    });
}

function lockView(since: number, { until, ...details }: LockDetails): NonNullable<OperatorView['lock']> {
  return { since: instant(since), ...(until !== undefined && { until: instant(until) }), ...details };
}

export interface OperatorQuery {
  /** Part of the id, in any case. */
  q?: string;
  status?: OperatorView['status'];
  /** The one it last worked in. */
  store?: string;
  /** `none`: seen, not registered. */
  registration?: RegistrationStatus | 'none';
  exemption?: ExemptionView['state'];
  /** Default by id, ascending; the others descending. */
  sort?: 'id' | 'lastSeen' | 'failures';
  limit: number;
  after?: PageCursor;
  nowMs: number;
}

/** A row of `withRegistration`. */
interface Row {
  document: OperatorState;
  registered: RegistryEntry | null;
}

const columns = 'operator_state.document, operator_registry.document AS registered';
const withRegistration = 'read_models.operator_state LEFT JOIN read_models.operator_registry USING (id)';

/** The view with what people decided about the operator and about passwords. */
export function wholeView(
  state: OperatorState,
  registration: OperatorRegistrationView | undefined,
  policies: Policies,
  nowMs: number,
): OperatorView {
  const view = operatorView(state, nowMs);
  const isExempt = registration?.exemption.state === 'in-force';
  const password = { ...view.password, ...passwordByPolicy(state, policies, { nowMs, isExempt }) };
  return { ...view, password, ...(registration && { registration }) };
}

async function viewsOf(db: Queryable, rows: readonly Row[], nowMs: number): Promise<OperatorView[]> {
  if (rows.length === 0) return [];
  const policies = await readPolicies(db);
  return rows.map(({ document, registered }) =>
    wholeView(document, registered ? registrationView(registered) : undefined, policies, nowMs),
  );
}

const sorts = {
  id: { by: ['id'], descending: false },
  lastSeen: { by: ['last_seen', 'id'], descending: true },
  failures: { by: ['failures', 'id'], descending: true },
};

export async function listOperators(db: Queryable, query: OperatorQuery): Promise<PageOf<OperatorView>> {
  const { q, status, store, registration, exemption, sort = 'id', limit, after, nowMs } = query;
  const page = await readPage<Row>(db, {
    select: columns,
    from: withRegistration,
    where: [
      when(q?.toLowerCase(), 'strpos(lower(id), ?) > 0'),
      when(store, "operator_state.document #>> '{storeId,value}' = ?"),
      status === undefined ? undefined : ['disabled = ?', status === 'disabled'],
      status === 'locked' ? ['locked_until > ?', nowMs] : undefined,
      status === 'active' ? ['locked_until <= ?', nowMs] : undefined,
      when(registration, "coalesce(registration, 'none') = ?"),
      when(exemption, "coalesce(exemption, 'none') = ?"),
    ],
    sort: sorts[sort],
    limit,
    after,
  });
  return { ...page, items: await viewsOf(db, page.items, nowMs) };
}

/** Several at once, those that are known, any order. */
export async function getOperators(db: Queryable, ids: readonly string[], nowMs: number): Promise<OperatorView[]> {
  const rows = await db.query<Row>(`SELECT ${columns} FROM ${withRegistration} WHERE id = ANY($1)`, [ids]);
  return viewsOf(db, rows, nowMs);
}

export async function getOperator(db: Queryable, id: string, nowMs: number): Promise<OperatorView | undefined> {
  return (await getOperators(db, [id], nowMs))[0];
}
