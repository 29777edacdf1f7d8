import type { PayloadOf, PlatformEventName } from '@tillwatch/events';

/** Platform events of some names as folds read them: what was said, and when (RFC 3339). */
export type ToldEvent<Names extends PlatformEventName> = {
  [Name in Names]: { name: Name; data: PayloadOf<Name>; at: string };
}[Names];

/** The same before it was said: what somebody wants to happen. */
export type Wanted<Names extends PlatformEventName> = {
  [Name in Names]: { name: Name; data: PayloadOf<Name> };
}[Names];

/** Who did something, and when. */
export interface DoneBy {
  by: string;
  /** RFC 3339. */
  at: string;
}
