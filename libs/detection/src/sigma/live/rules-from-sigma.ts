import { episodeRule } from '../../episodes.js';
import type { Rule } from '../../rule.js';
import { defaultLimits } from '../correlate/limits.js';
import { inOrder, resolveSigma, type SigmaFile } from '../load-sigma.js';
import { attempt, Refusal, type SigmaProblem } from '../problem.js';
import type { Logsource, RuleDocument, SigmaHead } from '../read/documents.js';
import type { Expression } from '../read/expression.js';
import { optional, textOf } from '../read/located.js';
import { timespanOf } from '../read/read-correlation.js';
import type { ResolvedCorrelation, ResolvedRule, ResolvedSet } from '../resolve/resolve-set.js';
import { placeOf, ruleFromCorrelation } from './correlation-rule.js';
import { comparisonsOf } from './comparisons.js';
import { eventTypesOf, testOf } from './event-types.js';
import { checkExamples } from './check-examples.js';
import { blockName, blockOf, readHead } from './rule-head.js';
import { sharedFacets } from './shared-facets.js';
import { categoryNames, groupingNames, groupings, liveMapping, product } from './vocabulary.js';

/** Matches of a rule that follow each other within this time are one finding, unless the rule says otherwise. */
const EPISODE_MS = 3_600_000;

/** A correlation cannot count further: fewer events than the engine holds of one rule and key. */
const MAX_COUNT = 4_000;

/** Of one load. */
const MAX_RULES = 2_000;

export interface RulesFromSigma {
  /** In the order of the documents; what only serves a correlation is not among them. */
  rules: Rule[];
  /** Every document that was refused: the rules are those of the others. */
  problems: SigmaProblem[];
}

/** Rules and correlations as rules of the live engine; `taken`: ids that others have. Never throws for what a file holds. */
export function rulesFromSigma(files: readonly SigmaFile[], taken: ReadonlySet<string> = new Set()): RulesFromSigma {
  const limits = { ...defaultLimits, maxEventsPerGroup: MAX_COUNT };
  const { set, problems } = resolveSigma(files, limits, { mapping: liveMapping });
  const usable = new Set(set.rules.filter((rule) => attempt(problems, () => (checkSeen(rule), true))));
  const rules: { rule: Rule; head: SigmaHead }[] = [];
  const ids = new Set(taken);
  const add = (head: SigmaHead, make: () => Rule): void => {
    attempt(problems, () => {
      const rule = checkExamples(make(), placeOf(head.source, [blockName, 'examples']));
      if (ids.has(rule.id)) throw new Refusal(head.place, 'live-id-taken', rule.id);
      if (rules.length === MAX_RULES) throw new Refusal(head.place, 'live-too-many', String(MAX_RULES));
      ids.add(rule.id);
      rules.push({ rule, head });
    });
  };
  for (const one of usable) if (one.reported) add(one.document, () => ruleFromRule(one));
  for (const one of set.correlations) {
    if (one.reported) add(one.document, () => ruleFromResolvedCorrelation(one, set, usable));
  }
  const places = new Map(files.map(({ name }, i) => [name, i]));
  rules.sort((a, b) => places.get(a.head.place.file)! - places.get(b.head.place.file)! || a.head.place.line - b.head.place.line); // prettier-ignore
  return { rules: rules.map(({ rule }) => rule), problems: inOrder(problems, files) };
}

/**
 * The one rule that a text makes: a rule, or a correlation with what it refers to. `rule` is absent when there is none or
 * several, or a document was refused.
 */
export function ruleFromSigma(text: string, name = 'rule.yml'): { rule?: Rule; problems: SigmaProblem[] } {
  const { rules, problems } = rulesFromSigma([{ name, text }]);
  const [rule, second] = rules;
  return rule && !second && !problems.length ? { rule, problems } : { problems };
}

function checkSeen({ document, expression }: ResolvedRule): void {
  checkLogsource(document);
  eventTypesOf(expression, document.place);
}

function checkLogsource({ logsource, source }: RuleDocument): void {
  const { category, product: named, service }: Logsource = logsource;
  const known =
    named === product && service === undefined && (category === undefined || categoryNames.includes(category));
  if (!known) throw new Refusal(placeOf(source, ['logsource']), 'live-logsource', Object.values(logsource).join(' / '));
}

/** Fires on the event itself; what follows soon after is more of the same. */
function ruleFromRule({ document, expression, filters }: ResolvedRule): Rule {
  const { severity, ...head } = readHead(document, filters);
  const block = blockOf(document);
  const groupNode = optional(block, 'group-by');
  const groupBy = groupings.get(groupNode ? textOf(groupNode, 'group-by') : 'terminalId');
  if (!groupBy) throw new Refusal(groupNode!.place, 'live-group-by', groupingNames);
  const episode = optional(block, 'episode');
  const windowMs = episode ? timespanOf(episode) : EPISODE_MS;
  if (windowMs > 24 * EPISODE_MS) throw new Refusal(episode!.place, 'live-timespan', '1 d');
  return episodeRule({
    ...head,
    ...seenOf([expression], document),
    groupBy,
    tiers: [{ count: 1, windowMs, severity }],
    facets: sharedFacets,
    isHit: testOf(expression),
  });
}

function ruleFromResolvedCorrelation(
  { document, children }: ResolvedCorrelation,
  { rules }: ResolvedSet,
  usable: ReadonlySet<ResolvedRule>,
): Rule {
  const resolved = children.map((number, child) => {
    const named = document.rules[child]!;
    const rule = rules[number];
    if (!rule) throw new Refusal(named.place, 'live-chain', named.text);
    if (!usable.has(rule)) throw new Refusal(named.place, 'reference-missing', named.text);
    return rule;
  });
  const block = blockOf(document);
  for (const key of ['group-by', 'episode']) {
    const entry = block.entries.get(key);
    if (entry) throw new Refusal(entry.place, 'key-unknown', `${blockName}: ${key}`);
  }
  const parts = resolved.flatMap((rule) => [rule.document, ...rule.filters]);
  const head = readHead(document, parts);
  const seen = seenOf(
    resolved.map(({ expression }) => expression),
    document,
  );
  return ruleFromCorrelation({ document, children: resolved, head, seen });
}

function seenOf(
  expressions: readonly Expression[],
  { place, status }: SigmaHead,
): Required<Pick<Rule, 'on' | 'selection' | 'startsIn' | 'comparisons'>> {
  const selection: Expression = expressions.length === 1 ? expressions[0]! : { kind: 'or', parts: [...expressions] };
  const startsIn = status === 'stable' ? 'live' : 'shadow';
  return { on: eventTypesOf(selection, place), selection, startsIn, comparisons: comparisonsOf(selection) };
}
