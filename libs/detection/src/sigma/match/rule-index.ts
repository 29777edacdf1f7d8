import type { Expression } from '../read/expression.js';
import type { SlotOf } from './compile-value.js';
import type { EventFields } from './event-fields.js';
import { tailOf } from './literals.js';
import { PartIndex } from './part-index.js';
import { keysIn, requirementOf, type Key } from './requirement.js';

interface SlotIndex {
  slot: number;
  byText: Map<string, number[]>;
  byTail: Map<string, number[]>;
  byPart: PartIndex;
  /** Rules that need the field, whatever it holds. */
  present: number[];
}

/** A key that only asks for a field to be there is the last resort. */
const PRESENCE_WEIGHT = 1_000_000;

/** Of two keys that as few rules have, a whole text is found faster. */
const PART_WEIGHT = 0.5;

/** Finds the rules that an event could match, by the fields it has and what is in them. */
export class RuleIndex {
  private readonly slots: SlotIndex[];
  /** Rules that could match any event. */
  private readonly always: number[] = [];

  constructor(rules: readonly Expression[], slotOf: SlotOf) {
    const uses = countUses(rules, slotOf);
    const weightOf = (key: Key): number => {
      if (key.kind === 'present') return PRESENCE_WEIGHT;
      return uses.get(nameOf(key))! + (key.kind === 'part' ? PART_WEIGHT : 0);
    };
    const bySlot = new Map<number, SlotIndex>();
    rules.forEach((expression, rule) => {
      const keys = requirementOf(expression, slotOf, weightOf);
      if (!keys) this.always.push(rule);
      else for (const key of keys) add(indexOf(bySlot, key.slot), key, rule);
    });
    this.slots = [...bySlot.values()];
  }

  /** Calls `see` with each candidate, some perhaps more than once. */
  candidates(event: EventFields, see: (rule: number) => void): void {
    for (const rule of this.always) see(rule);
    for (const { slot, byText, byTail, byPart, present } of this.slots) {
      const content = event.get(slot);
      if (!content.present) continue;
      for (const rule of present) see(rule);
      if (byText.size) for (const text of content.asFolded()) seeAll(byText.get(text), see);
      if (byTail.size) for (const text of content.asFolded()) seeAll(byTail.get(tailOf(text)), see);
      if (!byPart.isEmpty) for (const text of content.asFolded()) byPart.find(text, see);
    }
  }
}

function seeAll(rules: readonly number[] | undefined, see: (rule: number) => void): void {
  if (rules) for (const rule of rules) see(rule);
}

function indexOf(bySlot: Map<number, SlotIndex>, slot: number): SlotIndex {
  let index = bySlot.get(slot);
  if (!index)
    bySlot.set(slot, (index = { slot, byText: new Map(), byTail: new Map(), byPart: new PartIndex(), present: [] }));
  return index;
}

function add(index: SlotIndex, key: Key, rule: number): void {
  if (key.kind === 'part') return index.byPart.add(key.text, rule);
  const rules =
    key.kind === 'present' ? index.present : listOf(key.kind === 'text' ? index.byText : index.byTail, key.text);
  if (rules.at(-1) !== rule) rules.push(rule);
}

function listOf(lists: Map<string, number[]>, text: string): number[] {
  let list = lists.get(text);
  if (!list) lists.set(text, (list = []));
  return list;
}

/** In how many rules each key occurs: what many have in common tells them apart badly. */
function countUses(rules: readonly Expression[], slotOf: SlotOf): Map<string, number> {
  const uses = new Map<string, number>();
  for (const expression of rules) {
    for (const key of new Set(keysIn(expression, slotOf).map(nameOf))) uses.set(key, (uses.get(key) ?? 0) + 1);
  }
  return uses;
}

function nameOf(key: Key): string {
  return key.kind === 'present' ? `${key.slot}` : `${key.slot} ${key.kind} ${key.text}`;
}
