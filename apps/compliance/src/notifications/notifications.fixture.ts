import { platformEvent, type PayloadOf } from '@tillwatch/events';
import { type EventStore, NO_STREAM, type StreamAppend } from '@tillwatch/event-store';
import { uuidFromName } from '@tillwatch/kernel';

const source = '/platform/detection';

/** Data of an alert as detection raises it. */
export function raised(over: Partial<PayloadOf<'AlertRaised'>> = {}): PayloadOf<'AlertRaised'> {
  return {
    rule: 'R1',
    ruleVersion: 1,
    key: { groupBy: 'operator', value: 'op-7' },
    operatorId: 'op-7',
    terminalId: 'till-1',
    storeId: 'store-3',
    anchor: uuidFromName('anchor'),
    ...revised(),
    ...over,
  };
}

export function revised(over: Partial<PayloadOf<'AlertRevised'>> = {}): PayloadOf<'AlertRevised'> {
  return {
    severity: 'high',
    count: 5,
    firstAt: '2026-11-23T01:00:00.000Z',
    lastAt: '2026-11-23T01:04:10.000Z',
    evidence: [uuidFromName('evidence')],
    details: {},
    late: false,
    lateByMs: 0,
    ...over,
  };
}

type AlertEventName = 'AlertRaised' | 'AlertRevised' | 'AlertSuperseded';

/** Events of alerts as detection appends them: each list is the next of one alert, from the revision it stands at. */
export function alertAppend<Name extends AlertEventName>(
  alertId: string,
  revision: number,
  name: Name,
  data: PayloadOf<Name>,
  recordedtime = new Date().toISOString(),
): StreamAppend {
  const origin = { id: uuidFromName(`${alertId}|${revision}`), source, recordedtime, tenant: 'default' };
  return { stream: `alert-${alertId}`, expectedRevision: revision - 1, events: [platformEvent(name, data, origin)] };
}

/** Raises one alert and returns its id. */
export async function raise(
  store: EventStore,
  name: string,
  over: Partial<PayloadOf<'AlertRaised'>> = {},
): Promise<string> {
  const alertId = uuidFromName(name);
  const [result] = await store.append([alertAppend(alertId, NO_STREAM + 1, 'AlertRaised', raised(over))]);
  if (!result!.ok) throw new Error(`${name} was raised before.`);
  return alertId;
}
