import type { AlertView } from '@tillwatch/api';

/** What an alert waits for at an instant; `leftMs` is negative when that is overdue. The rest waits for nobody. */
export function dueOf(
  alert: Pick<AlertView, 'status' | 'acknowledgeBy' | 'resolveBy'>,
  now: number,
): { what: 'acknowledge' | 'resolve'; leftMs: number } | undefined {
  if (alert.status !== 'open' && alert.status !== 'acknowledged') return undefined;
  const toResolve = Date.parse(alert.resolveBy) - now;
  if (alert.status === 'acknowledged' || toResolve <= 0) return { what: 'resolve', leftMs: toResolve };
  return { what: 'acknowledge', leftMs: Date.parse(alert.acknowledgeBy) - now };
}
