import { canonicalJson, sha256Hex } from '@tillwatch/kernel';
import type { Rule, Severity, Text } from '../../rule.js';
import { Refusal } from '../problem.js';
import type { FilterDocument, SigmaHead, SigmaLevel } from '../read/documents.js';
import { mapOf, onlyKeys, optional, optionalText, textOf, type Located, type LocatedMap } from '../read/located.js';
import { readExamples } from './read-examples.js';

/** The key of our own attributes; Sigma lets rules have any. */
export const blockName = 'tillwatch';
const blockKeys = ['id', 'version', 'group-by', 'episode', 'runbook', 'known-gaps', 'zh', 'examples'];
const textKeys = ['title', 'runbook', 'falsepositives', 'known-gaps'] as const;

/** What people read about a rule, and what it is told apart by. */
export type RuleHead = Pick<
  Rule,
  'id' | 'version' | 'title' | 'runbook' | 'falsePositives' | 'knownGaps' | 'references' | 'examples'
> & { severity: Severity };

const severities: Readonly<Record<SigmaLevel, Severity>> = {
  informational: 'low',
  low: 'low',
  medium: 'medium',
  high: 'high',
  critical: 'critical',
};

const ID = /^[A-Za-z0-9._-]{1,128}$/;
const MAX_TEXT_CHARACTERS = 2_000;
const MAX_TITLE_CHARACTERS = 256;
const MAX_VERSION = 1_000_000_000;
const MAX_REFERENCES = 20;

const unsaid: Text = { en: 'The rule does not say.', zh: '规则未说明。' };

/** Our own attributes of a rule or correlation; an empty map when it has none. */
export function blockOf({ source }: SigmaHead): LocatedMap {
  const node = optional(source, blockName);
  if (!node) return { kind: 'map', place: source.place, entries: new Map() };
  const block = mapOf(node, blockName);
  onlyKeys(block, blockKeys);
  return block;
}

/** `others`: the documents that what this one finds depends on. */
export function readHead(document: SigmaHead, others: readonly (SigmaHead | FilterDocument)[]): RuleHead {
  const { source, level, title, description, tags } = document;
  const block = blockOf(document);
  const zhNode = optional(block, 'zh');
  const zh = zhNode && mapOf(zhNode, 'zh');
  if (zh) onlyKeys(zh, textKeys);
  const text = (node: LocatedMap, key: string, most = MAX_TEXT_CHARACTERS): string | undefined => {
    const said = joined(optional(node, key), key);
    if (said !== undefined && said.length > most) {
      throw new Refusal(node.entries.get(key)!.value.place, 'live-text-too-long', key);
    }
    return said;
  };
  const both = (key: (typeof textKeys)[number], en: string | undefined, most?: number): Text => {
    const chinese = zh && text(zh, key, most);
    if (en === undefined && chinese === undefined) return unsaid;
    return { en: en ?? chinese!, zh: chinese ?? en! };
  };
  text(source, 'title', MAX_TITLE_CHARACTERS);
  return {
    id: idOf(document, block),
    version: versionOf(block, [document, ...others]),
    severity: severities[level ?? 'medium'],
    title: both('title', title, MAX_TITLE_CHARACTERS),
    runbook: both(
      'runbook',
      text(block, 'runbook') ?? (description !== undefined ? text(source, 'description') : undefined),
    ),
    falsePositives: both('falsepositives', text(source, 'falsepositives')),
    knownGaps: both('known-gaps', text(block, 'known-gaps')),
    references: [...referencesOf(source), ...techniquesIn(tags)].slice(0, MAX_REFERENCES),
    examples: readExamples(optional(block, 'examples')),
  };
}

function idOf({ id, place }: SigmaHead, block: LocatedMap): string {
  const own = optional(block, 'id');
  const text = own ? textOf(own, 'id') : (id ?? '');
  if (!ID.test(text)) throw new Refusal(own?.place ?? place, 'live-id', text);
  return text;
}

/** As given, or a number that changes with every word of what the rule is made of. */
function versionOf(block: LocatedMap, documents: readonly (SigmaHead | FilterDocument)[]): number {
  const node = optional(block, 'version');
  if (node) {
    const version = node.kind === 'scalar' ? node.value : undefined;
    const fits = typeof version === 'number' && Number.isInteger(version) && version >= 1 && version <= MAX_VERSION;
    if (!fits) throw new Refusal(node.place, 'live-version', node.kind === 'scalar' ? node.source : '');
    return version;
  }
  const hash = sha256Hex(canonicalJson(documents.map(({ source }) => plainOf(source))));
  return 1 + (parseInt(hash.slice(0, 12), 16) % (MAX_VERSION - 1));
}

/** What a document says, without where it says it. */
function plainOf(node: Located): unknown {
  if (node.kind === 'scalar') return [node.value, node.source];
  if (node.kind === 'list') return node.items.map(plainOf);
  return [...node.entries.values()].map(({ key, value }) => [key, plainOf(value)]);
}

/** A text, or the texts of a list as one. */
function joined(node: Located | undefined, key: string): string | undefined {
  if (!node) return undefined;
  const texts = node.kind === 'list' ? node.items.map((item) => textOf(item, key)) : [textOf(node, key)];
  return texts.length ? texts.map((text) => text.trim()).join(' · ') : undefined;
}

function referencesOf(source: LocatedMap): string[] {
  const node = optional(source, 'references');
  if (!node) return [];
  const texts =
    node.kind === 'list' ? node.items.map((item) => textOf(item, 'references')) : [optionalText(source, 'references')!];
  const long = texts.find((text) => text.length > MAX_TITLE_CHARACTERS);
  if (long !== undefined) throw new Refusal(node.place, 'live-text-too-long', 'references');
  return texts;
}

/** `attack.t1110.001` as `ATT&CK T1110.001`. */
function techniquesIn(tags: readonly string[]): string[] {
  return tags.flatMap((tag) => {
    const [, technique] = /^attack\.(t\d{4}(?:\.\d{3})?)$/i.exec(tag) ?? [];
    return technique === undefined ? [] : [`ATT&CK ${technique.toUpperCase()}`];
  });
}
