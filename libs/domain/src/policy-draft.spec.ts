import type { PayloadOf } from '@tillwatch/events';
import { evolvePolicy, maxPolicyVersions, type PolicyLife } from './policy.js';
import { discardDraft, putInForce, writePolicy } from './policy-draft.js';
import { shippedPolicies } from './shipped-policies.js';
import type { Alone } from './second-person.js';

const settings = { ...shippedPolicies.find(({ id }) => id === 'pci-dss')!.settings, minLength: 14 };
const written: PayloadOf<'PolicyProfileDrafted'> = { profile: 'pci-dss', settings, reason: 'r', actor: 'ann' };
const two: Alone = { tenant: { id: 't', required: true, changed: { by: 'x', at: '', reason: 'r' } } };
const one: Alone = { tenant: undefined };
const drafted = (over: Partial<PolicyLife> = {}): PolicyLife => ({
  ...evolvePolicy(undefined, { name: 'PolicyProfileDrafted', data: written, at: 100, revision: 7 }),
  ...over,
});
const codeOf = (decided: { ok: boolean; error?: { code: string } }) => (decided.ok ? 'ok' : decided.error!.code);

it('publishes at once where one person is enough, and says that it was one', () => {
  expect(writePolicy(undefined, written, one)).toMatchObject({
    value: { name: 'PolicyProfilePublished', data: { version: 2, actor: 'ann', singlePerson: true } },
  });
});

it('waits where it takes two, and nothing is in force by it', () => {
  expect(writePolicy(undefined, written, two)).toEqual({
    ok: true,
    value: { name: 'PolicyProfileDrafted', data: written },
  });
  expect(drafted()).toEqual({
    id: 'pci-dss',
    published: [],
    draft: { revision: 7, settings, at: 100, by: 'ann', reason: 'r' },
    drafts: 1,
  });
});

it('is put in force by somebody else, who is named beside its author', () => {
  const decided = putInForce(drafted(), { draft: 7, actor: 'sun' }, two);
  expect(decided).toMatchObject({
    value: { data: { version: 2, settings, reason: 'r', actor: 'sun', author: 'ann', draft: 7 } },
  });
  if (!decided.ok) throw new Error();
  const life = evolvePolicy(drafted(), { ...decided.value, at: 200, revision: 8 });
  expect(life.draft).toBeUndefined();
  expect(life.published).toEqual([{ version: 2, settings, at: 200, by: 'sun', reason: 'r', author: 'ann' }]);
});

it('is put in force by its author only where one is enough by then', () => {
  expect(codeOf(putInForce(drafted(), { draft: 7, actor: 'ANN' }, two))).toBe('second-person-required');
  expect(putInForce(drafted(), { draft: 7, actor: 'ann' }, one)).toMatchObject({
    value: { data: { singlePerson: true } },
  });
});

it.each<[string, string, { ok: boolean; error?: { code: string } }]>([
  ['a second draft', 'wrong-state', writePolicy(drafted(), written, two)],
  ['a version beside a draft', 'wrong-state', writePolicy(drafted(), written, one)],
  ['upon another version', 'revision-conflict', writePolicy(undefined, written, two, 2)],
  ['settings that contradict each other', 'parameter-invalid', writePolicy(undefined, { ...written, settings: { ...settings, lockAfter: 0 } }, two)],
  ['more drafts than there may be', 'limit-reached', writePolicy({ id: 'p', published: [], drafts: maxPolicyVersions }, written, two)],
  ['nothing in force', 'not-found', putInForce(undefined, { draft: 7, actor: 'sun' }, two)],
  ['what is discarded', 'wrong-state', putInForce({ id: 'pci-dss', published: [] }, { draft: 7, actor: 'sun' }, two)],
  ['another than was looked at', 'revision-conflict', putInForce(drafted(), { draft: 6, actor: 'sun' }, two)],
  ['to discard another', 'revision-conflict', discardDraft(drafted(), { profile: 'pci-dss', draft: 6, reason: 'r', actor: 'sun' })],
  ['nothing of the author discarding', 'ok', discardDraft(drafted(), { profile: 'pci-dss', draft: 7, reason: 'r', actor: 'ann' })],
])('answers %s', (_, expected, decided) => expect(codeOf(decided)).toBe(expected)); // prettier-ignore

it('forgets a draft that is discarded', () => {
  const data = { profile: 'pci-dss', draft: 7, reason: 'r', actor: 'sun' };
  const life = evolvePolicy(drafted(), { name: 'PolicyDraftDiscarded', data, at: 300, revision: 8 });
  expect(life).toEqual({ id: 'pci-dss', published: [], drafts: 1 });
});
