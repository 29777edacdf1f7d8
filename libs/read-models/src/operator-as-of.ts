import type { OperatorView } from '@tillwatch/api';
import { evolveOperator, isOperatorId, unseenOperator, type OperatorEvent } from '@tillwatch/domain';
import type { Queryable } from '@tillwatch/postgres';
import { operatorFactNames } from './operator-facts.js';
import { registrationView, registryEntry } from './operator-registry.js';
import { wholeView } from './operator-state.js';
import { readPolicies } from './policies.js';
import type { TimelineRow } from './timeline.js';

export interface AsOf {
  /** What was true at this instant, ms since 1970. */
  asOf: number;
  /** As far as we had recorded it by then, ms since 1970; default: all we know now. */
  knownAt?: number;
}

/** Events folded at once at most; an operator's older ones beyond it are left out, which its latest ones outweigh. */
const maxHistory = 100_000;

/**
 * The operator at a past instant, folded from the timeline. Clock corrections learnt since are applied: they say better
 * when a known event happened, not that it did. `undefined` when nothing was known.
 */
export async function operatorAsOf(
  db: Queryable,
  id: string,
  { asOf, knownAt }: AsOf,
): Promise<OperatorView | undefined> {
  const rows = await db.query<TimelineRow>(
    `SELECT * FROM read_models.timeline WHERE operator_id = $1 AND at <= $2 AND recorded_at <= $3 AND name <> ALL($4)
     ORDER BY at DESC, position DESC LIMIT ${maxHistory}`,
    [id, asOf, knownAt ?? Number.MAX_SAFE_INTEGER, operatorFactNames],
  );
  const entry = await registryEntry(db, id);
  const registration = entry && registrationView(entry, Math.min(asOf, knownAt ?? asOf));
  if ((rows.length === 0 && !registration) || !isOperatorId(id)) return undefined;
  const state = unseenOperator(id);
  for (const row of rows.reverse()) evolveOperator(state, eventOf(row), row.terminal_id);
  return wholeView(state, registration, await readPolicies(db), asOf);
}

function eventOf(row: TimelineRow): OperatorEvent {
  const header = row.store_id === null ? { id: row.id } : { id: row.id, storeid: row.store_id };
  return { position: row.position, name: row.name, at: row.at, header, data: row.data };
}
