import type { ConformanceView } from '@tillwatch/api';
import { conformanceFaults, drift, locationToleranceM, metresAway, policyInForce, type Point } from '@tillwatch/domain';
import type { Queryable } from '@tillwatch/postgres';
import { instant, readPage, when, type PageCursor, type PageOf } from './paging.js';
import { readPolicies, type Policies } from './policies.js';
import type { TerminalState } from './terminal-fold.js';

export interface ConformanceQuery {
  nowMs: number;
  state?: ConformanceView['state'];
  terminal?: string;
  store?: string;
  limit: number;
  after?: PageCursor;
}

/** Terminals read at once, and for one answer: beyond it the answer is a page with less on it than it could have. */
const batch = 500;
const maxRead = 5_000;

/** Every terminal's settings against the policy in force, by id. Computed when asked: policies change under terminals. */
export async function listConformance(db: Queryable, query: ConformanceQuery): Promise<PageOf<ConformanceView>> {
  const { nowMs, state, limit } = query;
  const policies = await readPolicies(db);
  const items: ConformanceView[] = [];
  let { after } = query;
  for (let read = 0; read < maxRead; read += batch) {
    const page = await readTerminals(db, query, after);
    for (const { document, expected } of page.items) {
      const view = viewOf(document, expected, policies, nowMs);
      if (state !== undefined && view.state !== state) continue;
      if (items.length === limit) return { items, after: [items.at(-1)!.terminalId] };
      items.push(view);
    }
    after = page.after;
    if (!after) return { items };
  }
  return { items, ...(after && { after }) };
}

function readTerminals(db: Queryable, { terminal, store }: ConformanceQuery, after: PageCursor | undefined) {
  return readPage<{ document: TerminalState; expected: Point | null }>(db, {
    select: `terminal.document, CASE WHEN NOT registry.retired THEN registry.document->'location' END AS expected`,
    from: 'read_models.terminal_state AS terminal LEFT JOIN read_models.terminal_registry AS registry USING (id)',
    where: [when(terminal, 'id = ?'), when(store, 'terminal.store_id = ?')],
    sort: { by: ['id'], descending: false },
    limit: batch,
    after,
  });
}

function viewOf(
  state: TerminalState,
  expected: Point | null,
  { choices, lives }: Policies,
  nowMs: number,
): ConformanceView {
  const { id, storeId, posture, postureBefore, places, lastSeen } = state;
  const policy = policyInForce(choices, lives, storeId?.value, nowMs);
  const faults: ConformanceView['faults'] = posture ? conformanceFaults(posture.value, policy) : [];
  const away = expected && places?.[0] && metresAway(expected, places[0].value);
  if (away) faults.push({ setting: 'location', reported: Math.floor(away), required: locationToleranceM });
  return {
    terminalId: id,
    ...(storeId && { storeId: storeId.value }),
    lastSeen: instant(lastSeen),
    profile: policy.profile,
    version: policy.version,
    state: faults.length > 0 ? 'fails' : posture ? 'conforms' : 'unknown',
    faults,
    ...(posture &&
      postureBefore && {
        drift: { at: instant(postureBefore.changedAt), changed: drift(postureBefore.value, posture.value) },
      }),
  };
}
