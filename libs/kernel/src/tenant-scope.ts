import { AsyncLocalStorage } from 'node:async_hooks';

/** Changed in place: who asks is known only some way into a request. */
const scopes = new AsyncLocalStorage<{ tenant: string }>();

/** Nobody's: a scope in which no tenant was named reads no rows. */
const NOBODY = '';

/** Runs `work` and all it awaits in a scope of its own, for one request; nobody is named in it yet. */
export function inTenantScope<T>(work: () => T): T {
  return scopes.run({ tenant: NOBODY }, work);
}

/** Runs `work` and all it awaits for a tenant, where there is no request. */
export function inTenant<T>(tenant: string, work: () => T): T {
  return scopes.run({ tenant }, work);
}

/** Says whose rows the present request may read from now on. */
export function nameTenant(tenant: string): void {
  scope().tenant = tenant;
}

/** Whose rows may be read here; '' while nobody is named. Throws outside every scope: that is a fault of ours. */
export function tenantInForce(): string {
  return scope().tenant;
}

function scope(): { tenant: string } {
  const present = scopes.getStore();
  if (!present) throw new Error('Nobody said for which tenant this is: call it within inTenant or a request.');
  return present;
}
