import { decideStoreMerchant, evolveStoreMerchant } from './store-merchant.js';

const at = '2026-03-02T00:00:00.000Z';
const change = (merchant?: string) => ({
  name: 'StoreMerchantChanged' as const,
  data: { actor: 'li', store: 's-1', reason: 'sold', ...(merchant !== undefined && { merchant }) },
});

it('gives a store to a merchant, to another, and to none', () => {
  const given = evolveStoreMerchant(undefined, 's-1', { ...change('m-1'), at });
  expect(given).toEqual({ id: 's-1', merchant: 'm-1', changed: { by: 'li', at, reason: 'sold' } });
  expect(evolveStoreMerchant(given, 's-1', { ...change('m-2'), at }).merchant).toBe('m-2');
  expect(evolveStoreMerchant(given, 's-1', { ...change(), at })).not.toHaveProperty('merchant');
  expect([change('m-2'), change()].map((wanted) => decideStoreMerchant(given, wanted).ok)).toEqual([true, true]);
});

it('refuses what is so already', () => {
  const given = evolveStoreMerchant(undefined, 's-1', { ...change('m-1'), at });
  expect([decideStoreMerchant(given, change('m-1')), decideStoreMerchant(undefined, change())]).toMatchObject([
    { ok: false, error: { code: 'wrong-state' } },
    { ok: false, error: { code: 'wrong-state' } },
  ]);
});
