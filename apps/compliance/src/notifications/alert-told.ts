import { type AlertRaised, type AlertRevised, decodeEvent, isEvent, type LogEvent } from '@tillwatch/events';
import type { EventStore } from '@tillwatch/event-store';
import type { Severity } from '@tillwatch/api';
import type { AlertFacts } from '@tillwatch/notify';

export const severities: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

export const isWorse = (one: Severity, other: Severity): boolean => severities.indexOf(one) > severities.indexOf(other);

/** An alert as far as people are told of it: a fold over its stream. */
export interface AlertTold {
  facts: AlertFacts;
  severity: Severity;
  status: 'open' | 'superseded';
  /** What its rule counted by: `operator:op-7`. */
  key: string;
}

/** Takes in one event of an alert's stream; `undefined` while nothing was raised. */
export function evolveTold(told: AlertTold | undefined, event: LogEvent): AlertTold | undefined {
  if (isEvent(event, 'AlertRaised')) return raised(event);
  if (!told) return undefined;
  const facts = { ...told.facts, revision: event.revision };
  if (isEvent(event, 'AlertRevised')) {
    const { severity, ...data } = event.data;
    return { ...told, severity, status: 'open', facts: { ...facts, ...changing(data) } };
  }
  if (isEvent(event, 'AlertSuperseded')) return { ...told, status: 'superseded', facts };
  return { ...told, facts };
}

function raised({ stream, revision, data }: Pick<LogEvent, 'stream' | 'revision'> & { data: AlertRaised }): AlertTold {
  const { rule, ruleVersion, key, severity, operatorId, terminalId, storeId } = data;
  const facts: AlertFacts = {
    id: stream.slice('alert-'.length),
    revision,
    rule,
    ruleVersion,
    ...(operatorId !== undefined && { operatorId }),
    ...(terminalId !== undefined && { terminalId }),
    ...(storeId !== undefined && { storeId }),
    ...changing(data),
  };
  return { facts, severity, status: 'open', key: `${key.groupBy}:${key.value}` };
}

type Changing = Pick<AlertRevised, 'count' | 'firstAt' | 'lastAt' | 'lateByMs' | 'evidence'>;

function changing({ count, firstAt, lastAt, lateByMs, evidence }: Changing): Changing {
  return { count, firstAt, lastAt, lateByMs, evidence };
}

/** The alert as its events up to and including `revision` left it. */
export async function alertAt(
  store: Pick<EventStore, 'readStream'>,
  stream: string,
  revision: number,
): Promise<AlertTold | undefined> {
  let told: AlertTold | undefined;
  for (let from = 0; from <= revision;) {
    const page = await store.readStream(stream, { from });
    for (const stored of page) if (stored.revision <= revision) told = evolveTold(told, decodeEvent(stored));
    if (page.length === 0) return told;
    from = page.at(-1)!.revision + 1;
  }
  return told;
}
