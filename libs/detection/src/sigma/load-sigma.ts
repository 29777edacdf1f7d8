import { defaultLimits, type CorrelationLimits } from './correlate/limits.js';
import { SigmaEngine } from './engine.js';
import { attempt, Refusal, type SigmaProblem } from './problem.js';
import type { CorrelationDocument, SigmaDocument } from './read/documents.js';
import type { Located } from './read/located.js';
import { readDocument } from './read/read-document.js';
import { noMapping, type SigmaMapping } from './read/read-mapping.js';
import { readYaml } from './read/read-yaml.js';
import { resolveSet, type ResolvedSet } from './resolve/resolve-set.js';
import type { Placeholders } from './value/placeholders.js';

export interface SigmaFile {
  /** As problems are to name it. */
  name: string;
  text: string;
}

export interface SigmaOptions {
  mapping?: SigmaMapping;
  placeholders?: Placeholders;
  limits?: Partial<CorrelationLimits>;
}

export interface LoadedSigma {
  engine: SigmaEngine;
  /** How many filters apply. */
  filters: number;
  /** Every document that was refused, in the order of the files. What is not named here is in the engine. */
  problems: SigmaProblem[];
}

/**
 * Reads rules, correlations and filters from files of one or many YAML documents, and compiles what can be honoured. They may
 * refer to each other across files. Never throws for what a file holds.
 */
export function loadSigma(files: readonly SigmaFile[], options: SigmaOptions = {}): LoadedSigma {
  const limits = { ...defaultLimits, ...options.limits };
  const { set, problems } = resolveSigma(files, limits, options);
  return { engine: new SigmaEngine(set, limits), filters: set.filters, problems: inOrder(problems, files) };
}

/** The same up to compiling, for those who evaluate in another way; they order the problems when theirs are with them. */
export function resolveSigma(
  files: readonly SigmaFile[],
  limits: CorrelationLimits,
  options: SigmaOptions,
): { set: ResolvedSet; problems: SigmaProblem[] } {
  const placeholders: Placeholders = options.placeholders ?? new Map();
  const problems: SigmaProblem[] = [];
  const documents: SigmaDocument[] = [];
  const silent: string[] = [];
  for (const { name, text } of files) {
    const file = readYaml(text, name);
    problems.push(...file.problems);
    for (const node of file.documents) {
      const document = attempt(problems, () => withinLimits(readDocument(node, placeholders), limits));
      if (document) documents.push(document);
      else silent.push(...referencesIn(node));
    }
  }
  return { set: resolveSet(documents, options.mapping ?? noMapping, problems, silent), problems };
}

/** A window that cannot hold what a correlation counts to would never let it match. */
function withinLimits(document: SigmaDocument, limits: CorrelationLimits): SigmaDocument {
  if (document.kind !== 'correlation' || !isCount(document)) return document;
  const beyond = document.thresholds.find(({ value }) => value > limits.maxEventsPerGroup);
  if (beyond) throw new Refusal(document.place, 'threshold-beyond-limit', String(beyond.value));
  return document;
}

function isCount({ type }: CorrelationDocument): boolean {
  return type === 'event_count' || type === 'value_count';
}

/** By file, as they were given, and line. */
export function inOrder(problems: readonly SigmaProblem[], files: readonly SigmaFile[]): SigmaProblem[] {
  const places = new Map(files.map(({ name }, i) => [name, i]));
  return problems.toSorted((a, b) => (places.get(a.file) ?? 0) - (places.get(b.file) ?? 0) || a.line - b.line);
}

/** What a correlation refers to that was refused, as far as it can be read. */
function referencesIn(node: Located): string[] {
  const section = node.kind === 'map' ? node.entries.get('correlation')?.value : undefined;
  const rules = section?.kind === 'map' ? section.entries.get('rules')?.value : undefined;
  const items = rules?.kind === 'list' ? rules.items : rules ? [rules] : [];
  return items.flatMap((item) => (item.kind === 'scalar' ? [item.source] : []));
}
