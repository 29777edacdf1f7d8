import { canonicalJson } from '@tillwatch/kernel';
import type { Decision, DetectionEngine, Key } from './decision.js';
import { createDetectionEngine } from './engine.js';
import { keyValueOf } from './interest.js';
import type { Observation } from './observation.js';
import type { Finding } from './rule.js';
import { rules } from './rules.js';

/** As much of an engine as the edge uses; the negative controls implement it badly. */
export type Detector = Pick<DetectionEngine, 'missing' | 'load' | 'observe'>;

export type DetectorFactory = () => Detector;

export const newEngine: DetectorFactory = () => createDetectionEngine(rules);

interface Alert {
  rule: string;
  key: Key;
  finding: Finding;
  open: boolean;
  lateByMs: number;
}

/** The edge in small: a log of events and alerts around a detector, checking each decision against what it holds. */
export class Edge {
  readonly alerts = new Map<string, Alert>();
  readonly stored = new Map<string, Observation>();
  private detector: Detector;

  constructor(private readonly factory: DetectorFactory = newEngine) {
    this.detector = factory();
  }

  /** All that was in memory is lost; the log is not. */
  restart(): void {
    this.detector = this.factory();
  }

  deliver(batch: readonly Observation[]): Decision[] {
    for (const key of this.detector.missing(batch)) {
      const history = [...this.stored.values()].filter((event) => keyValueOf(event, key.groupBy) === key.value);
      const known = [...this.alerts].filter(
        ([
          ,
          {
            key: { groupBy, value },
          },
        ]) => groupBy === key.groupBy && value === key.value,
      );
      this.detector.load(
        key,
        history,
        known.map(([alertId, { rule, finding, open }]) => ({ alertId, rule, finding, superseded: !open })),
      );
    }
    const decisions = this.detector.observe(batch);
    for (const event of batch) this.stored.set(`${event.terminalId}/${event.id}`, event);
    for (const decision of decisions) this.append(decision);
    return decisions;
  }

  /** Open findings as text to compare: alert, rule and content, in a fixed order. */
  open(): string {
    const open = [...this.alerts].filter(([, alert]) => alert.open);
    return open
      .map(([alertId, { rule, finding }]) => canonicalJson({ alertId, rule, finding }))
      .sort()
      .join('\n');
  }

  /** Open findings of one rule, in order of time. */
  findings(rule: string): Finding[] {
    const alerts = [...this.alerts.values()].filter((alert) => alert.open && alert.rule === rule);
    return alerts.map((alert) => alert.finding).sort((a, b) => a.firstAt - b.firstAt);
  }

  private append(decision: Decision): void {
    const { alertId, rule, key } = decision;
    const alert = this.alerts.get(alertId);
    if (decision.kind === 'raise') {
      if (alert) throw new Error(`raised twice: ${rule.id} ${key.value}`);
      const { finding, lateByMs } = decision;
      this.alerts.set(alertId, { rule: rule.id, key, finding, open: true, lateByMs });
      return;
    }
    if (!alert) throw new Error(`${decision.kind} before raise: ${rule.id} ${key.value}`);
    if (decision.kind === 'revise')
      Object.assign(alert, { finding: decision.finding, lateByMs: decision.lateByMs, open: true });
    else if (!alert.open) throw new Error(`superseded twice: ${rule.id} ${key.value}`);
    else alert.open = false;
  }
}

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One of the ways these events can arrive: each one to three times, in any order, in batches of any size. */
export function arrival(events: readonly Observation[], seed: number): Observation[][] {
  const random = seeded(seed);
  const below = (n: number) => Math.floor(random() * n);
  const copies = events.flatMap((event) => Array.from({ length: 1 + below(3) }, () => event));
  for (let i = copies.length - 1; i > 0; i--) {
    const j = below(i + 1);
    [copies[i], copies[j]] = [copies[j]!, copies[i]!];
  }
  const batches: Observation[][] = [];
  while (copies.length) batches.push(copies.splice(0, 1 + below(copies.length)));
  return batches;
}

/** Open findings after these batches; with `restarts`, the process dies before about every second one. */
export function outcome(
  batches: readonly (readonly Observation[])[],
  factory?: DetectorFactory,
  restarts?: () => number,
): string {
  const edge = new Edge(factory);
  for (const batch of batches) {
    if (restarts && restarts() < 0.5) edge.restart();
    edge.deliver(batch);
  }
  return edge.open();
}
