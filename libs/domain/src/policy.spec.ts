import type { PolicySettings } from '@tillwatch/events';
import {
  choosePolicy,
  evolveChoices,
  evolvePolicy,
  maxPolicyChoices,
  maxPolicyVersions,
  policyChoiceAt,
  policyInForce,
  policyVersionAt,
  policyVersions,
  publishPolicy,
  type PolicyChoices,
  type PolicyLife,
} from './policy.js';
import { defaultPolicy, shippedPolicies } from './shipped-policies.js';

const settingsOf = (id: string): PolicySettings => shippedPolicies.find((shipped) => shipped.id === id)!.settings;
const published = (profile: string, ...told: [minLength: number, at: number][]): PolicyLife | undefined =>
  told.reduce<PolicyLife | undefined>((life, [minLength, at]) => {
    const wanted = { profile, settings: { ...settingsOf('pci-dss'), minLength }, reason: 'r', actor: 'ann' };
    const result = publishPolicy(life, wanted);
    if (!result.ok) throw new Error(result.error.code);
    return evolvePolicy(life, { name: 'PolicyProfilePublished', data: result.value, at, revision: 0 });
  }, undefined);
const chosen = (...told: [profile: string | undefined, store: string | undefined, at: number][]): PolicyChoices => {
  const choices: PolicyChoices = { changes: [] };
  for (const [profile, store, at] of told) {
    evolveChoices(choices, { ...(profile && { profile }), ...(store && { store }), reason: 'r', actor: 'ann' }, at);
  }
  return choices;
};

it('ships what the standards say where they differ', () => {
  const row = (id: string) => {
    const { minLength, requiredClasses, classesEnforced, rotationDays, history, lockAfter, lockMinutes } =
      settingsOf(id);
    return [minLength, requiredClasses.length, classesEnforced, rotationDays, history, lockAfter, lockMinutes];
  };
  expect(shippedPolicies.map(({ id }) => [id, ...row(id)])).toEqual([
    ['shop-guide', 12, 4, true, 90, 4, 0, 0],
    ['pci-dss', 12, 2, true, 90, 4, 10, 30],
    ['nist-800-63b', 15, 0, false, 0, 0, 100, 0],
    ['mlps-3', 8, 0, true, 90, 0, 5, 30],
  ]);
});

it('has what is shipped in force until a published version replaces it', () => {
  const life = published('pci-dss', [14, 100], [16, 200]);
  const at = (ms: number) => {
    const { version, settings } = policyVersionAt('pci-dss', life, ms)!;
    return [version, settings.minLength];
  };
  expect([at(0), at(99), at(100), at(199), at(200)]).toEqual([[1, 12], [1, 12], [2, 14], [2, 14], [3, 16]]); // prettier-ignore
});

it('knows a profile of one\u2019s own from its first version on', () => {
  const life = published('night-shop', [9, 100]);
  expect(policyVersions('night-shop', life).map(({ version, by }) => [version, by])).toEqual([[1, 'ann']]);
  expect(policyVersionAt('night-shop', life, 99)).toBeUndefined();
  expect(policyVersions('nothing', undefined)).toEqual([]);
});

it('goes by the choice for the store, then by the one for all, then by what is shipped', () => {
  const choices = chosen(
    ['mlps-3', undefined, 10],
    ['nist-800-63b', 's-1', 20],
    ['shop-guide', undefined, 30],
    [undefined, 's-1', 40],
  );
  const at = (store: string | undefined, ms: number) => policyChoiceAt(choices, store, ms);
  expect([at('s-1', 9), at(undefined, 9)]).toEqual([defaultPolicy, defaultPolicy]);
  expect([at('s-1', 10), at('s-1', 20), at('s-2', 20)]).toEqual(['mlps-3', 'nist-800-63b', 'mlps-3']);
  expect([at('s-1', 35), at('s-2', 35), at('s-1', 40)]).toEqual(['nist-800-63b', 'shop-guide', 'shop-guide']);
});

it('cites the profile and the version in force at that time', () => {
  const lives = new Map([['pci-dss', published('pci-dss', [14, 100])!]]);
  const choices = chosen(['mlps-3', 's-1', 150]);
  const cited = (store: string, at: number) => {
    const { profile, version } = policyInForce(choices, lives, store, at);
    return `${profile} ${version}`;
  };
  expect([cited('s-1', 50), cited('s-1', 120), cited('s-1', 150), cited('s-2', 150)]).toEqual([
    ...['pci-dss 1', 'pci-dss 2', 'mlps-3 1', 'pci-dss 2'],
  ]);
});

const wanted = { profile: 'pci-dss', settings: settingsOf('pci-dss'), reason: 'r', actor: 'ann' };
const refused = (settings: Partial<PolicySettings>, basedOn?: number, life?: PolicyLife) => {
  const result = publishPolicy(life, { ...wanted, settings: { ...wanted.settings, ...settings } }, basedOn);
  return result.ok ? result.value.version : (result.error.path ?? result.error.code);
};

it('publishes the next version, upon the one that was looked at', () => {
  expect([refused({}), refused({}, 1), refused({}, 2)]).toEqual([2, 2, 'revision-conflict']);
  expect(refused({}, 3, published('pci-dss', [13, 1], [14, 2]))).toBe(4);
});

it('refuses settings that contradict each other, and a version too many', () => {
  expect(refused({ minLengthWithFactor: 13 })).toBe('/settings/minLengthWithFactor');
  expect(refused({ lockAfter: 0 })).toBe('/settings/lockMinutes');
  const full = published('pci-dss', ...Array.from({ length: maxPolicyVersions }, (): [number, number] => [12, 1]));
  expect(refused({}, undefined, full)).toBe('limit-reached');
});

it('lets a store, and only a store, go without a choice of its own; and chooses only what exists', () => {
  const choose = (profile: string | undefined, store: string | undefined, exists = true, choices = chosen()) => {
    const what = { ...(profile && { profile }), ...(store && { store }), reason: 'r', actor: 'ann' };
    const result = choosePolicy(choices, what, exists);
    return result.ok || (result.error.path ?? result.error.code);
  };
  expect([choose('mlps-3', undefined), choose('mlps-3', 's-1'), choose(undefined, 's-1')]).toEqual([true, true, true]);
  expect([choose(undefined, undefined), choose('none', 's-1', false)]).toEqual(['/profile', '/profile']);
  const full = chosen(...Array.from({ length: maxPolicyChoices }, (): [string, string, number] => ['mlps-3', 's', 1]));
  expect(choose('mlps-3', 's-1', true, full)).toBe('limit-reached');
});
