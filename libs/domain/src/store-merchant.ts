import { fail, ok, problem, type Problem, type Result } from '@tillwatch/kernel';
import type { DoneBy, ToldEvent, Wanted } from './told.js';

/** Which merchant runs a store: the stream `merchant-of-<store>`. */
export interface StoreMerchant {
  /** Store. */
  id: string;
  /** Absent: none any more. */
  merchant?: string;
  changed: DoneBy & { reason: string };
}

export function evolveStoreMerchant(
  _: StoreMerchant | undefined,
  id: string,
  event: ToldEvent<'StoreMerchantChanged'>,
): StoreMerchant {
  const { actor: by, merchant, reason } = event.data;
  return { id, ...(merchant !== undefined && { merchant }), changed: { by, at: event.at, reason } };
}

/** A store is of one merchant at a time; said again it is nothing new. */
export function decideStoreMerchant(
  known: StoreMerchant | undefined,
  wanted: Wanted<'StoreMerchantChanged'>,
): Result<Wanted<'StoreMerchantChanged'>, Problem> {
  return known?.merchant === wanted.data.merchant ? fail(problem('wrong-state')) : ok(wanted);
}
