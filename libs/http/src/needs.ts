import { type CustomDecorator, SetMetadata } from '@nestjs/common';
import type { Permission } from '@tillwatch/api';

/**
 * How a route keeps to the stores of a caller who may see only some:
 * - `store-filter`: it lists, and its `store` parameter narrows it to one store
 * - a kind of thing: its `:id` is one, which is in a store (or is the store)
 * - `body`: its body names the things, and the handler holds each against them by `keepThing`
 * - `own`: it is about the caller alone
 * Left out: it tells of the whole tenant, and callers of some stores may not use it.
 */
export type Reach = 'store-filter' | PlacedThing | 'body' | 'own';

/** Things that are in one store; `case`: a recovery case. */
export type PlacedThing = 'terminal' | 'operator' | 'alert' | 'case' | 'store';

export interface Need {
  permission: Permission;
  reach: Reach | 'tenant';
}

const needKey = 'tillwatch:need';

/** What a caller must be allowed for a route, or for every route of a controller. Without it nobody may call the route. */
export function Needs(permission: Permission, reach?: Reach): CustomDecorator {
  return SetMetadata(needKey, { permission, reach: reach ?? 'tenant' } satisfies Need);
}

/** A route without a caller: for what watches us, and for signing in. */
export function OpenTo(audience: 'anybody'): CustomDecorator {
  return SetMetadata(needKey, audience);
}

/** The nearest wins: a route's own before its controller's. */
export function needOf(handler: object, controller: object): Need | 'anybody' | undefined {
  return (Reflect.getMetadata(needKey, handler) ?? Reflect.getMetadata(needKey, controller)) as Need | 'anybody';
}
