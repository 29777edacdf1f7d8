import type { Key, LimitMet } from './decision.js';
import { MAX_EVIDENCE } from './episodes.js';
import type { Observation } from './observation.js';
import type { Rule } from './rule.js';

interface Met extends LimitMet {
  rules: Set<string>;
  events: Observation[];
  /** Each rule of a key meets the same event, one after the other. */
  last?: Observation;
}

/** Limits met since somebody asked, by key; of a key that met both, what came first is told. */
export class LimitsMet {
  private readonly met = new Map<string, Met>();

  note(kind: LimitMet['kind'], { key, rule }: { key: Key; rule: Rule }, event: Observation): void {
    const name = `${key.groupBy}:${key.value}`;
    const known: Met = this.met.get(name) ?? { kind, key, rules: new Set(), events: [], count: 0 };
    this.met.set(name, known);
    known.rules.add(rule.id);
    if (known.last === event) return;
    known.last = event;
    known.count++;
    if (known.events.length < MAX_EVIDENCE) known.events.push(event);
  }

  take(): LimitMet[] {
    const met = [...this.met.values()];
    this.met.clear();
    return met;
  }
}
