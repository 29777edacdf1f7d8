import { canonicalJson, uuidFromName } from '@tillwatch/kernel';
import type { Decision, Key } from './decision.js';
import type { Lane, Told } from './lane.js';
import type { Observation } from './observation.js';
import type { Finding } from './rule.js';

/** Recorded within this time of happening, evidence is not called late: batching, and clocks corrected by estimate. */
const ON_TIME_MS = 5 * 60_000;

/** The id of the alert that tells a finding: the same finding is the same alert, on every replay. */
export function alertIdOf(rule: string, key: Key, anchor: string): string {
  return uuidFromName(`${rule}|${key.value}|${anchor}`);
}

/** Adds to `decisions` what makes the log agree with the lane's findings, and remembers it as told. */
export function reconcile(lane: Lane, decisions: Decision[]): void {
  if (lane.mayHaveVanished && lane.told) {
    for (const told of lane.told.values()) {
      const { anchor } = told.finding;
      if (told.superseded || lane.findings?.has(anchor) || !lane.openingOf(anchor)) continue;
      decisions.push(supersede(lane, told));
    }
  }
  for (const finding of lane.changed) {
    if (lane.findings?.get(finding.anchor) !== finding) continue;
    const told = lane.told?.get(finding.anchor);
    if (told && !told.superseded && sameContent(told.finding, finding)) continue;
    const opening = lane.openingOf(finding.anchor);
    if (opening) decisions.push(tell(lane, finding, opening, told));
  }
  lane.settle();
}

function supersede(lane: Lane, told: Told): Decision {
  const { rule, key } = lane;
  const by = heir(lane, told.finding);
  told.superseded = true;
  return {
    alertId: told.alertId,
    rule,
    key,
    kind: 'supersede',
    ...(by !== undefined && { by: alertIdOf(rule.id, key, by) }),
  };
}

function tell(lane: Lane, finding: Finding, opening: Observation, told: Told | undefined): Decision {
  const { rule, key } = lane;
  const alertId = told?.alertId ?? alertIdOf(rule.id, key, finding.anchor);
  const lateByMs = lateness(lane.events, finding);
  lane.tell(alertId, finding, false);
  if (told) return { alertId, rule, key, kind: 'revise', finding, lateByMs };
  return {
    alertId,
    rule,
    key,
    kind: 'raise',
    finding,
    lateByMs,
    ...subjectsOf(key, opening),
  };
}

/** Whom and what a finding is about: its key, and the event that starts it (`Decision`). */
export function subjectsOf(
  { groupBy, value }: Key,
  { terminalId, storeId }: Observation,
): { terminalId?: string; operatorId?: string; storeId?: string } {
  return {
    ...(groupBy !== 'store' && { terminalId }),
    ...((groupBy === 'operator' || groupBy === 'actor') && { operatorId: value }),
    ...(storeId !== undefined && { storeId }),
  };
}

/** The anchor of the finding that now covers the time of one that vanished. */
function heir(lane: Lane, vanished: Finding): string | undefined {
  for (const [anchor, finding] of lane.findings ?? []) {
    const overlaps = finding.firstAt <= vanished.lastAt && vanished.firstAt <= finding.lastAt;
    if (overlaps && lane.openingOf(anchor)) return anchor;
  }
  return undefined;
}

function sameContent(a: Finding, b: Finding): boolean {
  return a === b || canonicalJson(a) === canonicalJson(b);
}

/** How late the evidence that arrived last was, ms; 0 when it was on time. */
export function lateness(events: readonly Observation[], finding: Finding): number {
  const evidence = new Set(finding.evidence);
  let last: Observation | undefined;
  for (const event of events) {
    if (evidence.has(event.id) && (!last || event.recordedAt >= last.recordedAt)) last = event;
  }
  const lateByMs = last ? last.recordedAt - last.at : 0;
  return lateByMs > ON_TIME_MS ? lateByMs : 0;
}
