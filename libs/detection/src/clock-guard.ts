import type { Mark } from '@tillwatch/events';
import type { Observation } from './observation.js';
import type { Finding, Rule, Severity, Withdrawal } from './rule.js';

/** The event claims a time that cannot be: where among others' events it stands is a guess. */
const DOUBTFUL: Mark = 'clock-implausible';
/** Events remembered as doubtful; more than any finding quotes. */
const MAX_DOUBTFUL = 1_000;

const NONE: readonly string[] = [];

interface GuardedState {
  inner: unknown;
  /** Ids, the latest. The list is never changed. */
  doubtful: readonly string[];
}

/**
 * The rule, but that a wrong clock alone cannot make a finding severe: one that rests on an event of a clock that cannot be
 * right is medium at most (product rule "clock error alone cannot raise severity"). Rules by terminal go by its journal,
 * whatever its clock says, and stay as they are.
 */
export function guarded(rule: Rule): Rule {
  if (rule.groupBy === 'terminal') return rule;
  const { copyState, progress, withThreshold, ...same } = rule;
  const guard: Rule<GuardedState> = {
    ...same,
    initialState: () => ({ inner: rule.initialState(), doubtful: NONE }),
    evolve(state, event) {
      if (event.marks?.includes(DOUBTFUL)) state.doubtful = [...state.doubtful, event.id].slice(-MAX_DOUBTFUL);
      const found = rule.evolve(state.inner, event);
      return found && state.doubtful.length > 0 ? capped(found, state.doubtful) : found;
    },
    ...(copyState && { copyState: ({ inner, doubtful }) => ({ inner: copyState(inner), doubtful }) }),
    ...(progress && { progress: ({ inner }: GuardedState, event: Observation) => progress(inner, event) }),
    ...(withThreshold && { withThreshold: (count: number) => guarded(withThreshold(count)) }),
  };
  return guard as Rule;
}

const severe: readonly Severity[] = ['high', 'critical'];

function capped(found: Finding | Withdrawal, doubtful: readonly string[]): Finding | Withdrawal {
  if ('withdraws' in found || !severe.includes(found.severity)) return found;
  return found.evidence.some((id) => doubtful.includes(id)) ? { ...found, severity: 'medium' } : found;
}
