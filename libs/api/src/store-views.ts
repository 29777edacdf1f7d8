import type { DoneByView } from './registry-views.js';

/** A store somebody gave to a merchant, or took from one. Times are RFC 3339 UTC. */
export interface StoreView {
  store: string;
  /** Who runs it; absent: none any more. */
  merchant?: string;
  changed: DoneByView & { reason: string };
}
