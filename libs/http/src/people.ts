import type { Principal } from '@tillwatch/api';
import type { PlacedThing } from './needs.js';

/** People and machines with an account. What it answers holds for the moment; nothing of it is kept. */
export interface People {
  /** Who a bearer token stands for; `undefined` when for nobody. */
  ofToken(token: string): Promise<Principal | undefined>;
  /** Who a session's cookie stands for. `renewed` is to be sent in its place. */
  ofSession(secret: string): Promise<{ principal: Principal; renewed?: string } | undefined>;
  /** Who it was that showed this before, as it stands now; `undefined` once it stands for nobody. */
  again(principal: Principal): Promise<Principal | undefined>;
}

/** The store a thing is in; `undefined` when there is no such thing, or it is in none. */
export type StoreOf = (thing: PlacedThing, id: string) => Promise<string | undefined>;
