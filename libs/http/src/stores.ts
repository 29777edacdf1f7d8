import { CodedError, problem } from '@tillwatch/kernel';
import type { FastifyRequest } from 'fastify';
import type { Need, PlacedThing } from './needs.js';
import type { StoreOf } from './people.js';

/**
 * Refuses what is beyond a caller's stores: `forbidden` for a route that tells of the whole tenant, `not-found` for a thing
 * elsewhere, as if there were none. A list is narrowed to the caller's one store, or must be asked for one of several.
 */
export async function keepToStores(
  stores: readonly string[],
  reach: Need['reach'],
  request: FastifyRequest,
  storeOf: StoreOf | undefined,
): Promise<void> {
  if (reach === 'own' || reach === 'body') return;
  if (reach === 'tenant') throw new CodedError(problem('forbidden'));
  if (reach === 'store-filter') return narrow(stores, request.query as { store?: unknown });
  const { id } = request.params as { id?: unknown };
  await keepThing(stores, reach, String(id), storeOf);
}

/** Refuses a thing that is not known to be in one of a caller's stores as if there were none. */
export async function keepThing(
  stores: readonly string[],
  thing: PlacedThing,
  id: string,
  storeOf: StoreOf | undefined,
): Promise<void> {
  const store = await storeOf?.(thing, id);
  if (store === undefined || !stores.includes(store)) throw new CodedError(problem('not-found'));
}

function narrow(stores: readonly string[], query: { store?: unknown }): void {
  if (query.store === undefined && stores.length === 1) query.store = stores[0];
  if (typeof query.store !== 'string') {
    throw new CodedError(problem('parameter-invalid', '/store', 'Name one of your stores.'));
  }
  if (!stores.includes(query.store)) throw new CodedError(problem('forbidden'));
}
