import { may, type Permission, roles } from './permissions.js';
import { masked, sensitiveAt, sensitiveFields, shownTo } from './sensitive-fields.js';

const operator = { id: 'o-7', registration: { name: '王小明', role: 'cashier' } };
const entry = (name: string, data: object) => ({ revision: 1, name, data });

it('masks a field wherever it stands: alone, in a page, in an answer about something else', () => {
  const registration = { name: '王**', role: 'cashier' };
  expect(masked(operator, 'operators')).toEqual({ id: 'o-7', registration });
  expect(masked({ items: [operator, { id: 'o-8' }] }, 'operators')).toEqual({
    items: [{ id: 'o-7', registration }, { id: 'o-8' }],
  });
  expect(masked({ case: { operator } }, 'recovery-cases')).toEqual({ case: { operator: { id: 'o-7', registration } } });
});

it('masks what the rows of a route have by what the route is called after, and no other rows', () => {
  const page = { items: [{ name: 'Li Na' }] };
  expect(masked(page, 'training')).toEqual({ items: [{ name: 'L**' }] });
  expect(masked(page, 'accounts')).toBe(page);
});

it('masks the data of an event by its type', () => {
  const data = { reference: 'wang@shop.example', transactions: ['T-88120', 'T-88121'], comment: 'he knew it' };
  expect(masked([entry('IdentityVerified', data)], '')).toEqual([
    entry('IdentityVerified', { reference: 'w***@shop.example', transactions: ['***20', '***21'], comment: '***' }),
  ]);
  expect(masked([entry('OperatorRegistered', { name: 'Li Na' })], '')).toEqual([
    entry('OperatorRegistered', { name: 'L**' }),
  ]);
  const other = [entry('AlertCommented', data)];
  expect(masked(other, '')).toBe(other);
});

it('hides what is not the text it is to be, and keeps what is not there away', () => {
  expect(masked({ registration: { name: { first: '王' } } }, '')).toEqual({ registration: { name: '***' } });
  const without = { registration: { name: undefined, role: 'cashier' } };
  expect(masked(without, '')).toBe(without);
});

it('changes nothing of the answer itself', () => {
  const answer = structuredClone(operator);
  masked(answer, 'operators');
  expect(answer).toEqual(operator);
});

it('leaves it alone that an object has a property of every name', () => {
  const answer = { registration: { constructor: 'x', toString: 'y' }, toString: { name: 'z' } };
  expect(masked(answer, 'constructor')).toBe(answer);
});

it('shows it in clear to who may see it, and to nobody else, nobody included', () => {
  const clear = roles.filter((role) => shownTo({ roles: [role] }, operator, 'operators') === operator);
  expect(clear).toEqual(['administrator', 'compliance-officer', 'store-manager']);
  expect(shownTo(undefined, operator, 'operators').registration.name).toBe('王**');
});

it('lets nobody see more in clear, or reveal more, than they may read at all', () => {
  const needs: [Permission, Permission[]][] = [
    ['personal-data.read', ['operators.read', 'recovery.read']],
    ['personal-data.reveal', ['operators.read', 'recovery.read']],
  ];
  for (const [permission, reads] of needs) {
    const holders = roles.filter((role) => may([role], permission));
    expect([permission, holders.filter((role) => !reads.every((read) => may([role], read)))]).toEqual([permission, []]);
  }
});

describe('a pointer to a sensitive field', () => {
  const recovery = {
    evidence: [{ kind: 'other' }, { reference: 'HR-204', custodian: 'zhao' }],
    verification: { transactions: ['T-1', 'T-2'], device: { serial: 'S' } },
  };

  it.each([
    ['/evidence/1/reference', ['HR-204']],
    ['/verification/transactions', ['T-1', 'T-2']],
  ])('finds %s', (pointer, values) => expect(sensitiveAt(recovery, pointer, 'recovery-cases')).toEqual(values));

  it.each([
    '',
    '/',
    'evidence/1/reference',
    '/evidence/0/reference',
    '/evidence/2/reference',
    '/evidence/length/reference',
    '/evidence/1/custodian',
    '/evidence/1/reference/length',
    '/verification/device/serial',
    '/verification/comment',
    '/verification/constructor',
    '/__proto__/reference',
    '/verification/transactions/0',
  ])('finds nothing at %p', (pointer) => expect(sensitiveAt(recovery, pointer, 'recovery-cases')).toBeUndefined());

  it('finds what is masked, field by field', () => {
    expect(sensitiveAt(operator, '/registration/name', 'operators')).toEqual(['王小明']);
    expect(sensitiveAt({ items: [{ name: 'Li' }] }, '/items/0/name', 'training')).toEqual(['Li']);
    expect(sensitiveAt([entry('ContactAttempted', { comment: 'c' })], '/0/data/comment', '')).toEqual(['c']);
  });
});

it('says of every entry what it is, in both languages', () => {
  for (const { because } of sensitiveFields) expect(Object.values(because).join()).toMatch(/^[a-z].*,\p{Script=Han}/u);
});
