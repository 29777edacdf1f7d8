import { conformanceFaults, drift, type ReportedPosture } from './conformance.js';
import { shippedPolicies } from './shipped-policies.js';

const policy = (id: string, more: object = {}) => {
  const { settings } = shippedPolicies.find((shipped) => shipped.id === id)!;
  return { profile: id, version: 1, settings: { ...settings, ...more } };
};
const good: ReportedPosture = {
  ...{ lockAfter: 10, lockMinutes: 30, minLength: 12, idleMinutes: 15 },
  ...{ blocklistVersion: '2026.2', policyProfile: 'pci-dss' },
};
const failing = (more: object, of = policy('pci-dss')) =>
  conformanceFaults({ ...good, ...more }, of).map(({ setting }) => setting);

it('passes settings that are exactly as strict as they must be, and stricter ones', () => {
  expect(failing({})).toEqual([]);
  expect(failing({ lockAfter: 3, lockMinutes: 60, minLength: 20, idleMinutes: 1 })).toEqual([]);
});

it.each([
  ['lockAfter', 11],
  ['lockAfter', 0],
  ['lockMinutes', 29],
  ['minLength', 11],
  ['idleMinutes', 16],
  ['idleMinutes', 0],
  ['policyProfile', 'mlps-3'],
  ['minLength', undefined],
  ['minLength', '12'],
])('fails %s of %s', (setting, value) => {
  expect(failing({ [setting]: value })).toEqual([setting]);
});

it('says what was reported and what is required', () => {
  expect(conformanceFaults({ ...good, minLength: 8, lockAfter: undefined }, policy('pci-dss'))).toEqual([
    { setting: 'lockAfter', required: 10 },
    { setting: 'minLength', reported: 8, required: 12 },
  ]);
});

it('does not mind what the policy does not ask for', () => {
  const guide = policy('shop-guide');
  expect(failing({ lockAfter: 0, lockMinutes: 0, idleMinutes: 0, policyProfile: 'shop-guide' }, guide)).toEqual([]);
});

it.each([
  ['2026.2', '2026.10', true],
  ['2026.10', '2026.2', false],
  ['2026.2', '2026.2', false],
  [202601, '202512', false],
  [undefined, '1', true],
])('takes a blocklist %s where %s is required for stale: %s', (blocklistVersion, required, isStale) => {
  const faults = failing({ blocklistVersion }, policy('pci-dss', { blocklistVersion: required }));
  expect(faults).toEqual(isStale ? ['blocklistVersion'] : []);
});

it('names what changed, before and after', () => {
  expect(drift(good, { ...good, lockAfter: 0, tlsVersion: '1.3' })).toEqual({
    lockAfter: [10, 0],
    tlsVersion: [null, '1.3'],
  });
  expect(drift(good, { ...good })).toEqual({});
});
