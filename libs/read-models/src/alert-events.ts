import type { Decision } from '@tillwatch/detection';
import { decodeEvent, platformEvent } from '@tillwatch/events';
import { NO_STREAM, type EventStore, type StreamAppend } from '@tillwatch/event-store';
import { canonicalJson, uuidFromName } from '@tillwatch/kernel';
import { evolveAlert, findingOf, type AlertState } from './alerts.js';
import { instant } from './paging.js';

const source = '/platform/detection';

/**
 * What must be appended to an alert's stream so that it tells what was decided; `undefined` when it does already.
 * `alert` is what the stream tells now: a decision made again after a crash finds itself there. The event's id is made of
 * the alert and its revision, so the same decision is the same event.
 */
export function alertAppend(
  decision: Decision,
  alert: AlertState | undefined,
  nowMs: number,
  tenant: string,
): StreamAppend | undefined {
  const expectedRevision = alert?.revision ?? NO_STREAM;
  const id = uuidFromName(`${decision.alertId}|${expectedRevision + 1}`);
  const origin = { id, source, tenant, recordedtime: instant(nowMs) };
  const append = (event: StreamAppend['events'][number]): StreamAppend => ({
    stream: `alert-${decision.alertId}`,
    expectedRevision,
    events: [event],
  });
  if (decision.kind === 'supersede') {
    if (alert?.status !== 'open') return undefined;
    return append(platformEvent('AlertSuperseded', decision.by === undefined ? {} : { by: decision.by }, origin));
  }
  if (!alert)
    return decision.kind === 'raise' ? append(platformEvent('AlertRaised', raised(decision), origin)) : undefined;
  if (alert.status === 'open' && canonicalJson(findingOf(alert)) === canonicalJson(decision.finding)) return undefined;
  return append(platformEvent('AlertRevised', told(decision), origin));
}

function raised(decision: Extract<Decision, { kind: 'raise' }>) {
  const { rule, key, operatorId, terminalId, storeId } = decision;
  return {
    rule: rule.id,
    ruleVersion: rule.version,
    key: { ...key },
    ...(operatorId !== undefined && { operatorId }),
    ...(terminalId !== undefined && { terminalId }),
    ...(storeId !== undefined && { storeId }),
    anchor: decision.finding.anchor,
    ...told(decision),
  };
}

function told({ finding, lateByMs }: Exclude<Decision, { kind: 'supersede' }>) {
  const { severity, count, firstAt, lastAt, evidence, details } = finding;
  const times = { firstAt: instant(firstAt), lastAt: instant(lastAt) };
  return { severity, count, ...times, evidence, details, late: lateByMs > 0, lateByMs };
}

/** What an alert's stream tells, for events that no read model has taken in yet. */
export async function alertFromLog(store: Pick<EventStore, 'readStream'>, id: string): Promise<AlertState | undefined> {
  let alert: AlertState | undefined;
  for (let from = 0; ;) {
    const page = await store.readStream(`alert-${id}`, { from });
    for (const stored of page) alert = evolveAlert(alert, id, decodeEvent(stored));
    if (page.length === 0) return alert;
    from = page.at(-1)!.revision + 1;
  }
}
