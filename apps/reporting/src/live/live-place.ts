/** What the opaque ids of a tenant's stream are bound to. */
export function livePlace(tenant: string): object {
  return { route: 'live', tenant };
}
