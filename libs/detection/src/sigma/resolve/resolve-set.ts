import { attempt, Refusal, type SigmaProblem } from '../problem.js';
import type { CorrelationDocument, FilterDocument, RuleDocument, SigmaDocument } from '../read/documents.js';
import type { Expression, FieldNames } from '../read/expression.js';
import type { SigmaMapping } from '../read/read-mapping.js';
import { applyFilters } from './apply-filters.js';
import { mapFields, mapLogsource, type MappedLogsource } from './map-fields.js';
import { orderCorrelations } from './order-correlations.js';
import { Registry } from './registry.js';

export interface ResolvedRule {
  document: RuleDocument;
  /** Logsource, condition and filters, over the names that events have. */
  expression: Expression;
  namesOf(field: string): FieldNames;
  /** Those that apply. */
  filters: FilterDocument[];
  /** Matches are reported, not only correlated. */
  reported: boolean;
}

export interface ResolvedCorrelation {
  document: CorrelationDocument;
  /** Of `rules`, in that order: numbers of rules, and after them of correlations, all smaller than its own. */
  children: number[];
  reported: boolean;
}

/** Everything that can be evaluated, with references resolved. Correlations come after what they refer to. */
export interface ResolvedSet {
  rules: ResolvedRule[];
  correlations: ResolvedCorrelation[];
  /** How many filters apply. */
  filters: number;
}

/** `silent`: ids or names that a correlation refers to which could not even be read. */
export function resolveSet(
  documents: readonly SigmaDocument[],
  mapping: SigmaMapping,
  problems: SigmaProblem[],
  silent: readonly string[] = [],
): ResolvedSet {
  const mapped = new Map<RuleDocument | FilterDocument, MappedLogsource>();
  const usable = documents.filter((document) => {
    if (document.kind === 'correlation') return true;
    const found = attempt(problems, () => mappedLogsource(document, mapping));
    if (found) mapped.set(document, found);
    return found !== undefined;
  });
  const registry = new Registry(
    usable.filter((document) => document.kind !== 'filter'),
    problems,
  );
  const filters = usable.filter((document) => document.kind === 'filter');
  const refused = problems.length;
  const kept = applyFilters(filters, registry, problems);
  const applied = filters.length - (problems.length - refused);
  const correlations = orderCorrelations(registry, problems);
  const numbers = new Map([...registry.rules, ...correlations].map((document, number) => [document, number]));
  const isReported = reporting(registry, silent);
  return {
    rules: registry.rules.map((document) => {
      const { namesOf, conditions } = mapped.get(document)!;
      const own = [...document.detection.conditions.map(({ expression }) => expression)];
      const condition: Expression = own.length === 1 ? own[0]! : { kind: 'or', parts: own };
      const applied = kept.get(document) ?? [];
      const parts = [condition, ...applied.map(({ kept }) => kept)].map((part) => mapFields(part, namesOf));
      const expression = all([...conditions, ...parts]);
      const filters = applied.map(({ filter }) => filter);
      return { document, expression, namesOf, filters, reported: isReported(document) };
    }),
    correlations: correlations.map((document) => ({
      document,
      children: document.rules.map(({ text }) => numbers.get(registry.find(text)!)!),
      reported: isReported(document),
    })),
    filters: applied,
  };
}

/**
 * Correlation specification, "Generate": what a correlation refers to is not reported itself, unless one of them says so. That
 * holds for one that is refused, too: its parts were never meant to be told one by one.
 */
function reporting(
  registry: Registry,
  silenced: readonly string[],
): (document: RuleDocument | CorrelationDocument) => boolean {
  const silent = new Set<unknown>(silenced.map((name) => registry.find(name)));
  const loud = new Set<unknown>();
  for (const { rules, generate } of registry.correlations) {
    for (const { text } of rules) (generate ? loud : silent).add(registry.find(text));
  }
  return (document) => loud.has(document) || !silent.has(document);
}

function mappedLogsource(
  { taxonomy, logsource, place, kind }: RuleDocument | FilterDocument,
  mapping: SigmaMapping,
): MappedLogsource {
  if (!mapping.taxonomies.includes(taxonomy)) throw new Refusal(place, 'taxonomy-unknown', taxonomy);
  const mapped = mapLogsource(logsource, mapping);
  if (kind === 'rule' && !mapped.covered && mapping.unmapped === 'refuse') {
    throw new Refusal(place, 'logsource-unmapped', Object.values(logsource).join(' / '));
  }
  return mapped;
}

function all(parts: Expression[]): Expression {
  return parts.length === 1 ? parts[0]! : { kind: 'and', parts };
}
