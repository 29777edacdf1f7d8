/** How much the correlations of a run hold in memory, together. At a limit the stalest goes, and is counted. */
export interface CorrelationLimits {
  /** Groups (values of group-by), over all correlations. */
  maxGroups: number;
  /** Events, over all groups. */
  maxEvents: number;
  /** Events of one group; a correlation that counts further is refused when it is read. */
  maxEventsPerGroup: number;
}

export const defaultLimits: CorrelationLimits = { maxGroups: 100_000, maxEvents: 1_000_000, maxEventsPerGroup: 10_000 };

/** How much is held now. */
export interface Held {
  groups: number;
  events: number;
}

/** What did not take part in correlations, and why. Of these, what was dropped makes a result incomplete. */
export interface CorrelationCounters {
  /** Groups dropped while their window was open. */
  groupsDropped: number;
  /** Events dropped from groups that held too many. */
  eventsDropped: number;
  /** Events that came after one of a later time. */
  unordered: number;
  /** Occurrences without the fields that group-by or the condition asks for. */
  incomplete: number;
}

export function noneCounted(): CorrelationCounters {
  return { groupsDropped: 0, eventsDropped: 0, unordered: 0, incomplete: 0 };
}
