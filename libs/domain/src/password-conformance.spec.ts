import { verdictFaults, type ToldVerdict } from './password-conformance.js';
import { shippedPolicies } from './shipped-policies.js';

const policy = (id: string) => ({
  profile: id,
  version: 1,
  settings: shippedPolicies.find((shipped) => shipped.id === id)!.settings,
});
const verdict = (more: Partial<ToldVerdict> = {}): ToldVerdict => ({
  ...{ profile: 'shop-guide', version: 1, length: 12, classes: 4, blocklisted: false, reused: false },
  ...more,
});

it.each<[Partial<ToldVerdict>, string[]]>([
  [{}, []],
  [{ length: 8 }, ['too-short']],
  [{ classes: 3 }, ['classes-missing']],
  [{ blocklisted: true, reused: true }, ['blocklisted', 'reused']],
  [{ version: 2 }, ['other-policy']],
  [{ version: '1' }, []],
  [{ profile: 'mlps-3' }, ['other-policy']],
])('finds in a verdict with %j: %j', (more, faults) => {
  expect(verdictFaults(verdict(more), policy('shop-guide'), false)).toEqual(faults);
});

it('spares a cashier length, classes and history, but not the blocklist', () => {
  const weak = verdict({ length: 4, classes: 1, reused: true, blocklisted: true });
  expect(verdictFaults(weak, policy('shop-guide'), true)).toEqual(['blocklisted']);
});

it('does not mind what the policy does not demand', () => {
  const cited = { profile: 'nist-800-63b' };
  expect(
    verdictFaults(verdict({ ...cited, length: 8, classes: 1, reused: true }), policy('nist-800-63b'), false),
  ).toEqual([]);
  expect(verdictFaults(verdict({ ...cited, length: 7 }), policy('nist-800-63b'), false)).toEqual(['too-short']);
});
