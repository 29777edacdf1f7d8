import { hideText, maskName, maskReference } from './masks.js';
import { may } from './permissions.js';
import type { Principal } from './principal.js';

interface SensitiveFields {
  /** What they are members of: a property, a type of event, or what the route of an answer is called after. */
  of: readonly string[];
  fields: Readonly<Record<string, (text: string) => string>>;
  because: { en: string; zh: string };
}

/**
 * Everything in answers that only `personal-data.read` shows in clear, wherever it stands. Ids of operators and names of
 * accounts are not among it: without them nobody could say who did what.
 */
export const sensitiveFields: readonly SensitiveFields[] = [
  {
    of: ['registration', 'training', 'OperatorRegistered'],
    fields: { name: maskName },
    because: { en: "an operator's name", zh: '操作员姓名' },
  },
  {
    of: ['evidence', 'RecoveryEvidenceAdded'],
    fields: { reference: maskReference },
    because: { en: 'what a document about somebody is known by', zh: '证明材料的编号' },
  },
  {
    of: ['verification', 'failedVerifications', 'IdentityVerified', 'IdentityVerificationFailed'],
    fields: { reference: maskReference, transactions: maskReference, comment: hideText },
    because: { en: 'what somebody was identified by', zh: '核验身份的依据' },
  },
  {
    of: ['contacts', 'ContactAttempted'],
    fields: { comment: hideText },
    because: { en: 'how somebody was reached, and what they said', zh: '联系方式与联系内容' },
  },
];

const masksOf = new Map(sensitiveFields.flatMap(({ of, fields }) => of.map((name) => [name, fields] as const)));

/** An answer as its caller may see it. `of`: what its route is called after; nobody's caller sees it masked. */
export function shownTo<Answer>(caller: Pick<Principal, 'roles'> | undefined, answer: Answer, of: string): Answer {
  return caller && may(caller.roles, 'personal-data.read') ? answer : masked(answer, of);
}

/** The same with every sensitive field masked; the very answer when there is none. */
export function masked<Answer>(answer: Answer, of: string): Answer {
  return maskedValue(answer, of) as Answer;
}

function maskedValue(value: unknown, of: string): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const list = value.map((element) => maskedValue(element, of));
    return list.some((element, index) => element !== value[index]) ? list : value;
  }
  const masks = masksOf.get(of);
  let copy: Record<string, unknown> | undefined;
  for (const name of Object.keys(value)) {
    const member = (value as Record<string, unknown>)[name];
    const mask = maskOf(masks, name);
    if (!mask && typeof member !== 'object') continue;
    const shown = mask ? maskedBy(mask, member) : maskedValue(member, holderOf(value, name, of));
    if (shown !== member) (copy ??= { ...value })[name] = shown;
  }
  return copy ?? value;
}

function maskOf(masks: SensitiveFields['fields'] | undefined, name: string) {
  return masks && Object.hasOwn(masks, name) ? masks[name] : undefined;
}

function maskedBy(mask: (text: string) => string, value: unknown): unknown {
  if (value === undefined || value === null) return value;
  if (Array.isArray(value)) return value.map((element) => maskedBy(mask, element));
  return typeof value === 'string' ? mask(value) : hideText();
}

/** Of what a member is a member, for its own members: of a page's rows the page, of an event's data the event. */
function holderOf(value: object, name: string, of: string): string {
  if (name === 'items') return of;
  return name === 'data' && 'name' in value && typeof value.name === 'string' ? value.name : name;
}

/**
 * What a sensitive field says, by its JSON pointer into an answer: `/evidence/0/reference`; several where it is a list.
 * `undefined`: there is no such field, or it is not a sensitive one.
 */
export function sensitiveAt(answer: unknown, pointer: string, of: string): readonly string[] | undefined {
  const names = pointer.split('/').slice(1);
  const field = names.pop() ?? '';
  let value = answer;
  let holder = of;
  for (const name of names) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    if (!Array.isArray(value)) holder = holderOf(value, name, holder);
    value = (value as Record<string, unknown>)[name];
  }
  if (typeof value !== 'object' || value === null || !maskOf(masksOf.get(holder), field)) return undefined;
  const found = (value as Record<string, unknown>)[field];
  return found === undefined ? undefined : ([found].flat() as string[]);
}
