import type { Decision, Grouping, Key } from '@tillwatch/detection';
import type { StageInForce } from '@tillwatch/domain';
import { platformEvent, type AlertRaised, type PayloadOf } from '@tillwatch/events';
import { NO_STREAM, type StreamAppend } from '@tillwatch/event-store';
import { canonicalJson, uuidFromName } from '@tillwatch/kernel';
import { findingOf, type AlertState } from './alerts.js';
import { instant } from './paging.js';
import { shadowStream, type ShadowState } from './shadow-findings.js';
import type { Told } from './told.js';

const source = '/platform/detection';

/** What was decided, of whatever has an id and a version: a rule, a deadline. */
export type Judged = OfAny<Decision>;
type OfAny<D> = D extends Decision ? Omit<D, 'rule'> & { rule: Pick<D['rule'], 'id' | 'version'> } : never;
type Telling = Exclude<Judged, { kind: 'supersede' }>;
type EventName = 'AlertRaised' | 'AlertRevised' | 'AlertSuperseded' | 'ShadowFindingRecorded';
type Event = { [N in EventName]: { name: N; data: PayloadOf<N> } }[EventName];

export interface Appending {
  nowMs: number;
  tenant: string;
  /** Of the rule's version in the finding's store. */
  stage: StageInForce;
  /** Somebody had the past judged again: what is raised bears the mark. */
  backfill?: boolean;
}

/**
 * What must be appended so that the log tells what was decided; `undefined` when it does already, or is to tell nobody.
 * `told` is what it tells now: a decision made again after a crash finds itself there. The event's id is made of the
 * alert and its revision, so the same decision is the same event.
 *
 * What was told is kept true, whatever became of the rule's stage. The stage is asked only about what nobody was told of
 * yet, and what happened before it began is not its business.
 */
export function findingAppend(
  decision: Judged,
  { alert, shadow }: Told,
  { nowMs, tenant, stage, backfill }: Appending,
): StreamAppend | undefined {
  const isAlert = alert !== undefined || (stage.stage === 'live' && isOf(stage, decision));
  const isShadow = shadow !== undefined || (stage.stage === 'shadow' && isOf(stage, decision));
  if (!isAlert && !isShadow) return undefined;
  const event = isAlert ? alertEvent(decision, alert, shadow) : shadowEvent(decision, shadow);
  if (!event) return undefined;
  const stream = `${isAlert ? 'alert-' : shadowStream}${decision.alertId}`;
  const expectedRevision = (isAlert ? alert : shadow)?.revision ?? NO_STREAM;
  const id = uuidFromName(`${isAlert ? '' : shadowStream}${decision.alertId}|${expectedRevision + 1}`);
  const origin = { id, source, tenant, recordedtime: instant(nowMs) };
  return {
    stream,
    expectedRevision,
    events: [platformEvent(event.name, backfill ? marked(event.data) : event.data, origin)],
  };
}

function marked(raised: Event['data']): Event['data'] {
  return { ...raised, late: true, backfill: true };
}

/** Whether a finding that nobody was told of reaches into the time of a stage. */
function isOf({ since }: StageInForce, decision: Judged): boolean {
  return decision.kind !== 'supersede' && (since === undefined || decision.finding.lastAt >= Date.parse(since));
}

function alertEvent(
  decision: Judged,
  alert: AlertState | undefined,
  shadow: ShadowState | undefined,
): Event | undefined {
  if (decision.kind === 'supersede') {
    if (!alert || alert.status === 'superseded') return undefined;
    return { name: 'AlertSuperseded', data: decision.by === undefined ? {} : { by: decision.by } };
  }
  if (!alert) {
    const opening = decision.kind === 'raise' ? decision : shadow;
    return opening && { name: 'AlertRaised', data: raised(decision, opening, told(decision)) };
  }
  if (alert.status !== 'superseded' && isSame(alert, decision)) return undefined;
  const { anchor: _, ...revised } = told(decision);
  return { name: 'AlertRevised', data: revised };
}

function shadowEvent(decision: Judged, shadow: ShadowState | undefined): Event | undefined {
  if (decision.kind === 'supersede') {
    if (!shadow || shadow.superseded) return undefined;
    return { name: 'ShadowFindingRecorded', data: { finding: toldAgain(decision, shadow), superseded: true } };
  }
  if (shadow && !shadow.superseded && isSame(shadow, decision)) return undefined;
  const opening = decision.kind === 'raise' ? decision : shadow;
  const data = opening && { finding: raised(decision, opening, told(decision)), superseded: false };
  return data && { name: 'ShadowFindingRecorded', data };
}

function toldAgain(judged: Pick<Judged, 'rule' | 'key'>, shadow: ShadowState): AlertRaised {
  const { anchor, severity, count, firstAt, lastAt, evidence, details, late, lateByMs } = shadow;
  return raised(judged, shadow, { anchor, severity, count, firstAt, lastAt, evidence, details, late, lateByMs });
}

/** What a deadline recorded in shadow was done: in time after all, or cleared at an instant. */
export function shadowEnding(
  shadow: ShadowState,
  ending: { superseded: true } | { clearedAt: string },
  { nowMs, tenant }: Pick<Appending, 'nowMs' | 'tenant'>,
): StreamAppend {
  const { rule: id, ruleVersion: version, key, revision } = shadow;
  const stream = `${shadowStream}${shadow.id}`;
  const finding = toldAgain({ rule: { id, version }, key: keyNamed(key) }, shadow);
  const data = { finding, superseded: false, ...ending };
  const origin = { id: uuidFromName(`${stream}|${revision + 1}`), source, tenant, recordedtime: instant(nowMs) };
  return { stream, expectedRevision: revision, events: [platformEvent('ShadowFindingRecorded', data, origin)] };
}

/** `operator:o-7` as a key. */
export function keyNamed(name: string): Key {
  const colon = name.indexOf(':');
  return { groupBy: name.slice(0, colon) as Grouping, value: name.slice(colon + 1) };
}

function isSame(known: AlertState | ShadowState, { finding }: Telling): boolean {
  return canonicalJson(findingOf(known)) === canonicalJson(finding);
}

type Opening = Pick<AlertRaised, 'operatorId' | 'terminalId' | 'storeId'>;

function raised(
  { rule, key }: Pick<Judged, 'rule' | 'key'>,
  { operatorId, terminalId, storeId }: Opening,
  finding: ReturnType<typeof told>,
) {
  return {
    rule: rule.id,
    ruleVersion: rule.version,
    key: { ...key },
    ...(operatorId !== undefined && { operatorId }),
    ...(terminalId !== undefined && { terminalId }),
    ...(storeId !== undefined && { storeId }),
    ...finding,
  };
}

function told({ finding, lateByMs }: Telling) {
  const { anchor, severity, count, firstAt, lastAt, evidence, details } = finding;
  const times = { firstAt: instant(firstAt), lastAt: instant(lastAt) };
  return { anchor, severity, count, ...times, evidence, details, late: lateByMs > 0, lateByMs };
}
