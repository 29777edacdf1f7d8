import type { Occasion } from './notification-of.js';
import { isToldTo, type Route } from './routing.js';

const at = '2026-11-23T01:00:00.000Z';
const route = (over: Partial<Route> = {}): Route => ({ id: 'c-1', minimumSeverity: 'medium', createdAt: at, ...over });
const occasion = (over: Partial<Occasion> = {}): Occasion => ({
  kind: 'alert-raised',
  severity: 'high',
  rule: 'R1',
  storeId: 'store-3',
  ...over,
});

it.each<[string, Partial<Route>, Partial<Occasion>, boolean]>([
  ['at its severity', { minimumSeverity: 'high' }, {}, true],
  ['below its severity', { minimumSeverity: 'critical' }, {}, false],
  ['of a rule it names', { rules: ['R4', 'R1'] }, {}, true],
  ['of another rule', { rules: ['R4'] }, {}, false],
  ['of a store it names', { stores: ['store-3'] }, {}, true],
  ['of another store', { stores: ['store-4'] }, {}, false],
  ['of no store, when it names stores', { stores: ['store-3'] }, { storeId: undefined }, false],
  [
    'about another channel, whatever it names',
    { rules: ['R4'], minimumSeverity: 'critical' },
    { aboutChannel: 'c-2' },
    true,
  ],
  ['about itself', {}, { aboutChannel: 'c-1' }, false],
])('hears of what is %s: %j %j', (_what, over, about, told) => {
  expect(isToldTo(route(over), occasion(about), at)).toBe(told);
});

it('hears nothing of the time before it was there', () => {
  expect(isToldTo(route(), occasion(), '2026-11-23T00:59:59.999Z')).toBe(false);
});
