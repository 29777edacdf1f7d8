import type { Severity } from '@tillwatch/events';

/** What one alert adds to the risk of whom it is about, on the day it happens. A step of severity is four of the one below. */
export const riskWeights: Record<Severity, number> = { low: 1, medium: 4, high: 16, critical: 64 };
export const riskHalfLifeMs = 7 * 86_400_000;
/** Ten half-lives: what is older adds less than a thousandth of its weight, and is left out. */
export const riskHorizonMs = 10 * riskHalfLifeMs;

/** An alert as far as risk goes; `at`: corrected time of its last event, ms since 1970. */
export interface RiskyAlert {
  entity: string;
  severity: Severity;
  at: number;
}

export interface EntityRisk {
  id: string;
  score: number;
  alerts: number;
  /** Corrected time of the last event of the latest of them, ms since 1970. */
  lastAt: number;
}

/**
 * Risk at an instant, highest first: the sum over an entity's alerts of weight × 2^(-age / half-life). Alerts after that
 * instant or beyond the horizon add nothing. Only alerts that may mean harm belong here: none that was superseded or
 * resolved as anything but a true positive.
 */
export function riskAt(alerts: readonly RiskyAlert[], asOfMs: number): EntityRisk[] {
  const risks = new Map<string, EntityRisk>();
  for (const { entity, severity, at } of alerts) {
    const age = asOfMs - at;
    if (age < 0 || age > riskHorizonMs) continue;
    const risk = risks.get(entity) ?? { id: entity, score: 0, alerts: 0, lastAt: at };
    risk.score += riskOf(severity, age);
    risk.alerts += 1;
    risk.lastAt = Math.max(risk.lastAt, at);
    risks.set(entity, risk);
  }
  return [...risks.values()].sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
}

/** What an alert of this age, ms, adds. */
export function riskOf(severity: Severity, ageMs: number): number {
  return riskWeights[severity] * 2 ** (-ageMs / riskHalfLifeMs);
}
