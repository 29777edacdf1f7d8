import { secondPerson, type Alone, type OnePersonStore } from './second-person.js';

const at = (day: number) => new Date(Date.UTC(2026, 2, day)).toISOString();
const exception: OnePersonStore = {
  storeId: 's-1',
  person: 'wang',
  registered: { by: 'zhao', at: at(1) },
  until: at(9),
};
const store = (over: object = {}, held: Partial<OnePersonStore> = {}): Alone => ({
  ...{ store: 's-1', exception: { ...exception, ...held }, since: at(2), nowMs: Date.parse(at(3)) },
  ...over,
});
const tenant = (required: boolean): Alone => ({
  tenant: { id: 'default', required, changed: { by: 'zhao', at: at(1), reason: 'r' } },
});
const outcome = (by: string, involved: string[], where: Alone) => {
  const decided = secondPerson(by, involved, where);
  return decided.ok ? (decided.value.alone ? 'alone' : 'second') : decided.error.code;
};
const refused = 'second-person-required';

it.each<[string, string, string[], Alone, string]>([
  ['somebody else', 'sun', ['li.na', 'wang'], 'nobody', 'second'],
  ['what nobody did yet', 'wang', [], 'nobody', 'second'],
  ['one of those who did it', 'wang', ['li.na', 'wang'], 'nobody', refused],
  ['the same in capitals', 'WANG', ['wang'], 'nobody', refused],
  ['the same with accents written otherwise', 'Jos\u0065\u0301', ['jos\u00e9'], 'nobody', refused],
  ['alone where the tenant never said anything', 'wang', ['wang'], { tenant: undefined }, 'alone'],
  ['alone where the tenant says one is enough', 'wang', ['wang'], tenant(false), 'alone'],
  ['alone where the tenant wants two', 'wang', ['wang'], tenant(true), refused],
  ['somebody else where one is enough', 'sun', ['wang'], tenant(false), 'second'],
  ['who runs the store alone', 'Wang', ['wang'], store(), 'alone'],
  ['somebody else in that store', 'sun', ['sun'], store(), refused],
  ['another store', 'wang', ['wang'], store({ store: 's-2' }), refused],
  ['no store', 'wang', ['wang'], store({ store: undefined }), refused],
  ['a store without the exception', 'wang', ['wang'], store({ exception: undefined }), refused],
  ['an exception of their own making', 'wang', ['wang'], store({}, { registered: { by: 'WANG', at: at(1) } }), refused],
  ['an exception made afterwards', 'wang', ['wang'], store({ since: at(0) }), refused],
  ['an exception that is over', 'wang', ['wang'], store({ nowMs: Date.parse(at(9)) }), refused],
])('decides on %s', (_, by, involved, where, expected) => {
  expect(outcome(by, involved, where)).toBe(expected);
});

it('says where the other person is missing', () => {
  expect(secondPerson('wang', ['wang'], 'nobody', '/decisions')).toMatchObject({ error: { path: '/decisions' } });
});
