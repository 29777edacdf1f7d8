import { Correlator, wantedFields, type RuleHit } from './correlate/correlator.js';
import type { CorrelationLimits } from './correlate/limits.js';
import type { EventFields } from './match/event-fields.js';
import { FieldTable } from './match/event-fields.js';
import { Matcher } from './match/matcher.js';
import type { CorrelationDocument, RuleDocument } from './read/documents.js';
import type { ResolvedSet } from './resolve/resolve-set.js';
import type { Scalar } from './value/scalar.js';

/** What one event matched. */
export interface Observed {
  /** Rules to report: those that no correlation speaks for. */
  matched: RuleDocument[];
  /** For `Correlator.push`; empty when no correlation wants to hear of this event. */
  hits: RuleHit[];
}

/** A set of Sigma rules, compiled. Stateless: what correlations remember is in the correlator. */
export class SigmaEngine {
  readonly rules: readonly RuleDocument[];
  readonly correlations: readonly CorrelationDocument[];
  private readonly matcher: Matcher;
  /** By rule: the fields correlations ask for, and where they are. */
  private readonly wanted: { name: string; slot: number }[][];
  private readonly correlated: boolean[];

  constructor(
    private readonly set: ResolvedSet,
    private readonly limits: CorrelationLimits,
  ) {
    this.rules = set.rules.map(({ document }) => document);
    this.correlations = set.correlations.map(({ document }) => document);
    const table = new FieldTable();
    this.wanted = wantedFields(set).map((names, rule) =>
      names.map((name) => ({ name, slot: table.slotOf(set.rules[rule]!.namesOf(name)) })),
    );
    const children = new Set(set.correlations.flatMap(({ children }) => children));
    this.correlated = set.rules.map((_, rule) => children.has(rule));
    this.matcher = new Matcher(
      set.rules.map(({ expression }) => expression),
      table,
    );
  }

  /** `event`: what `JSON.parse` returns for an object. */
  observe(event: object): Observed {
    const fields = this.matcher.fieldsOf(event);
    const matched: RuleDocument[] = [];
    const hits: RuleHit[] = [];
    for (const rule of this.matcher.match(fields)) {
      if (this.set.rules[rule]!.reported) matched.push(this.rules[rule]!);
      if (this.correlated[rule]) hits.push({ rule, values: this.valuesOf(rule, fields) });
    }
    return { matched, hits };
  }

  /** Follows the correlations over one stream. */
  openCorrelator(): Correlator {
    return new Correlator(this.set, this.limits);
  }

  private valuesOf(rule: number, fields: EventFields): Map<string, Scalar> {
    const values = new Map<string, Scalar>();
    for (const { name, slot } of this.wanted[rule]!) {
      const { scalars } = fields.get(slot);
      // Several values make one: the list of them.
      if (scalars.length) values.set(name, scalars.length === 1 ? scalars[0]! : JSON.stringify(scalars));
    }
    return values;
  }
}
