import type { PayloadOf, RuleStage } from '@tillwatch/events';
import { fail, ok, problem, type Problem, type Result } from '@tillwatch/kernel';

/** One `RuleStageChanged`, with its place in the log and when it was recorded (RFC 3339). */
export interface StageChange extends Omit<PayloadOf<'RuleStageChanged'>, 'rule'> {
  position: number;
  at: string;
}

/** What the stream `rule-<id>` says; changes in log order. */
export interface RuleLife {
  id: string;
  changes: StageChange[];
}

/** Changes that one rule may have, over all its versions. */
export const maxStageChanges = 500;

export interface StageInForce {
  stage: RuleStage;
  /** RFC 3339; absent: it has always been so. Events that happened earlier are not judged by it. */
  since?: string;
}

/**
 * The stage of a version in a store for what is at `position` in the log: the last change before it that speaks of that
 * version and that store. A version nobody has spoken of goes on as the one before it; a rule nobody has spoken of is
 * `unspoken`.
 */
export function stageOf(
  life: RuleLife | undefined,
  version: number,
  store: string | undefined,
  position: number,
  unspoken: RuleStage = 'live',
): StageInForce {
  let inForce: StageChange | undefined;
  for (const change of life?.changes ?? []) {
    if (change.position >= position || change.version > version || !speaksOf(change, store)) continue;
    if (!inForce || change.version >= inForce.version) inForce = change;
  }
  return inForce ? { stage: inForce.stage, since: inForce.at } : { stage: unspoken };
}

function speaksOf({ stores }: StageChange, store: string | undefined): boolean {
  return stores === undefined || (store !== undefined && stores.includes(store));
}

/** Any stage may follow any other: what matters is that it is known who decided so, and why. */
export function changeStage(
  life: RuleLife | undefined,
  wanted: PayloadOf<'RuleStageChanged'>,
): Result<PayloadOf<'RuleStageChanged'>, Problem> {
  if (wanted.stores?.length === 0) return fail(problem('parameter-invalid', '/stores', 'Name one, or leave it out.'));
  return (life?.changes.length ?? 0) >= maxStageChanges ? fail(problem('limit-reached')) : ok(wanted);
}

/** Takes a change in, in place. */
export function evolveRuleLife(
  life: RuleLife | undefined,
  { rule, ...change }: PayloadOf<'RuleStageChanged'>,
  { position, at }: { position: number; at: string },
): RuleLife {
  const known = life ?? { id: rule, changes: [] };
  known.changes.push({ ...change, position, at });
  return known;
}
