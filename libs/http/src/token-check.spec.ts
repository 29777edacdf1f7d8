import { tokenChecker } from './token-check.js';

const check = tokenChecker({ admin: 'admin-token', ingest: 'ingest-token' });

it('knows each token by its role, whatever the case of the scheme', () => {
  expect(check('Bearer admin-token')).toEqual({
    ...{ tenant: 'default', subject: 'administrator', name: 'administrator' },
    ...{ roles: ['administrator'], by: { kind: 'installation' } },
  });
  expect(check('bearer ingest-token')).toMatchObject({ tenant: 'default', name: 'ingest', roles: ['terminal'] });
});

it.each([
  undefined,
  '',
  'admin-token',
  'Bearer',
  'Bearer ',
  'Bearer admin-toke',
  'Bearer admin-token2',
  'Bearer admin-token, Bearer ingest-token',
  'Basic admin-token',
  `Bearer ${'x'.repeat(600)}`,
])('stands for nobody: %p', (authorization) => {
  expect(check(authorization)).toBeUndefined();
});

it('refuses to start with one token for both roles', () => {
  expect(() => tokenChecker({ admin: 'same', ingest: 'same' })).toThrow('differ');
});
