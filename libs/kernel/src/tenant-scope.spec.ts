import { setTimeout as pause } from 'node:timers/promises';
import { inTenant, inTenantScope, nameTenant, tenantInForce } from './tenant-scope.js';

it('names nobody until somebody is named, and then that one to the end of the scope', async () => {
  await inTenantScope(async () => {
    expect(tenantInForce()).toBe('');
    const guard = async () => {
      await pause(1);
      nameTenant('a');
    };
    await guard();
    expect(tenantInForce()).toBe('a');
  });
});

it('keeps requests that run at once apart', async () => {
  const seen = await Promise.all(
    Array.from({ length: 200 }, (_, i) =>
      inTenantScope(async () => {
        await pause(i % 7);
        nameTenant(`t-${i}`);
        await pause((i * 3) % 11);
        return tenantInForce();
      }),
    ),
  );
  expect(seen).toEqual(seen.map((_, i) => `t-${i}`));
});

it('puts an inner tenant in force for the inner work alone', () => {
  inTenant('a', () => {
    expect(inTenant('b', tenantInForce)).toBe('b');
    expect(tenantInForce()).toBe('a');
  });
});

it('refuses to answer, or to name anybody, outside every scope', () => {
  expect(tenantInForce).toThrow('for which tenant');
  expect(() => nameTenant('a')).toThrow('for which tenant');
});
