import type { CorrelationMatch, EventReference, SigmaHead } from '@tillwatch/detection';

/** One line of the output. Members that nothing is known of are null, so every line has the same ones. */
export function ruleRecord(rule: SigmaHead, event: EventReference, at: number | undefined): object {
  return { ...headOf(rule), time: timeOf(at), events: [event] };
}

export function correlationRecord({ correlation, at, group, measure, events }: CorrelationMatch): object {
  return {
    ...headOf(correlation),
    time: timeOf(at),
    events,
    correlation: { type: correlation.type, groupBy: Object.fromEntries(group), value: measure },
  };
}

function headOf({ id, name, title, level }: SigmaHead): object {
  return { ruleId: id ?? null, ruleName: name ?? null, ruleTitle: title, level: level ?? null };
}

function timeOf(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString();
}
