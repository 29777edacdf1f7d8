import type { DoneByView } from './registry-views.js';

/** A store that was heard of, that has opening hours, or that was given to a merchant. */
export interface StoreView {
  storeId: string;
  /** Those last heard of in it. */
  terminals: number;
  /** Of its calendar, if it has one. */
  timeZone?: string;
  /** Who runs it, if that was said. */
  merchant?: string;
}

/** What was last said about who runs a store. Times are RFC 3339 UTC. */
export interface StoreMerchantView {
  storeId: string;
  /** Absent: none any more. */
  merchant?: string;
  changed: DoneByView & { reason: string };
}
