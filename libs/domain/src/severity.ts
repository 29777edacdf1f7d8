import { severities, type Severity } from '@tillwatch/events';

/** 0 for low to 3 for critical. */
export function severityRank(severity: Severity): number {
  return severities.indexOf(severity);
}
