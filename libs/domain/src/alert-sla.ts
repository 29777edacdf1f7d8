import type { Severity } from '@tillwatch/events';
import type { Alert } from './alert.js';

export interface Sla {
  acknowledgeMs: number;
  resolveMs: number;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** The profile in force: how long people have, from when an alert was opened, by its present severity. */
export const slas: Record<Severity, Sla> = {
  critical: { acknowledgeMs: 15 * minuteMs, resolveMs: 4 * hourMs },
  high: { acknowledgeMs: hourMs, resolveMs: dayMs },
  medium: { acknowledgeMs: 8 * hourMs, resolveMs: 5 * dayMs },
  low: { acknowledgeMs: dayMs, resolveMs: 30 * dayMs },
};

/** When it must be acknowledged, and resolved, ms since 1970. */
export function dueTimes({ severity, openedAt }: Pick<Alert, 'severity' | 'openedAt'>): {
  acknowledgeBy: number;
  resolveBy: number;
} {
  const opened = Date.parse(openedAt);
  return { acknowledgeBy: opened + slas[severity].acknowledgeMs, resolveBy: opened + slas[severity].resolveMs };
}

/** What is overdue at an instant, the worse of the two; an alert that waits for nobody never is. */
export function overdueAt(
  alert: Pick<Alert, 'severity' | 'openedAt' | 'status'>,
  nowMs: number,
): 'acknowledge' | 'resolve' | undefined {
  if (alert.status !== 'open' && alert.status !== 'acknowledged') return undefined;
  const { acknowledgeBy, resolveBy } = dueTimes(alert);
  if (nowMs >= resolveBy) return 'resolve';
  return alert.status === 'open' && nowMs >= acknowledgeBy ? 'acknowledge' : undefined;
}
