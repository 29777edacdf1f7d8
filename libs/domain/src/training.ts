import type { PayloadOf } from '@tillwatch/events';
import { fail, ok, problem, type Problem, type Result } from '@tillwatch/kernel';

/** PCI DSS 12.6.3: on hire, and at least once every 12 months. */
export const trainingMonths = 12;

/** What everybody who is registered must have been taught. */
export const requiredTopic = 'security-awareness';

type Wanted = Pick<PayloadOf<'TrainingRecorded'>, 'completedAt'> & { expiresAt?: string };

/** When a training expires, RFC 3339: as it is wanted, within 12 months; default then. */
export function trainingExpiry({ completedAt, expiresAt }: Wanted, nowMs: number): Result<string, Problem> {
  const completed = Date.parse(completedAt);
  if (completed > nowMs) return fail(problem('parameter-invalid', '/completedAt', 'It lies ahead.'));
  const latest = addMonths(completed, trainingMonths);
  if (expiresAt === undefined) return ok(new Date(latest).toISOString());
  const expires = Date.parse(expiresAt);
  if (expires > completed && expires <= latest) return ok(expiresAt);
  return fail(problem('parameter-invalid', '/expiresAt', 'It must lie within 12 months of `completedAt`.'));
}

/** The same day and time some months later, UTC; of a shorter month the last day. */
export function addMonths(ms: number, months: number): number {
  const from = new Date(ms);
  const to = new Date(ms);
  to.setUTCMonth(from.getUTCMonth() + months);
  if (to.getUTCDate() !== from.getUTCDate()) to.setUTCDate(0);
  return to.getTime();
}
