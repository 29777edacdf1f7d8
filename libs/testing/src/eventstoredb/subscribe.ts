import { randomUUID } from 'node:crypto';
import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import { filterOf, type RecordFilter } from './filter.js';
import type { ServerNode } from './node.js';
import { denseOf, positionOf } from './positions.js';
import { caughtUpResponse, checkpointResponse, confirmationResponse, eventResponse } from './read-messages.js';
import { recordOf } from './record.js';
import { invalidArgument, invalidPosition } from './rpc-errors.js';
import { type ReadCall, send } from './send.js';

const PAGE = 500;

/**
 * Catches up from the log, says so, goes on live. With a filter it tells how far it has looked each time so many records
 * were looked through, and when it has caught up.
 */
export async function subscribeToAll(node: ServerNode, call: ReadCall, options: ReadReq.Options): Promise<void> {
  if (!options.hasAll()) throw invalidArgument('This server has subscriptions to $all only.');
  const filter = filterOf(options);
  const after = startOf(options.getAll()!) ?? (await node.log.store.head());
  const isSilent = silencer(node);
  const abort = new AbortController();
  call.on('cancelled', () => abort.abort());
  call.on('error', () => abort.abort());
  await send(call, confirmationResponse(randomUUID()));
  const end = await node.log.store.head();
  let looked = after;
  let isLive = false;
  const goLive = async (): Promise<void> => {
    isLive = true;
    if (filter && looked > 0) await send(call, checkpointResponse(positionOf(looked)));
    await send(call, caughtUpResponse());
  };
  if (looked >= end) await goLive();
  const tell = teller(call, filter);
  for await (const batch of node.log.store.subscribe({ after, batchSize: PAGE, signal: abort.signal })) {
    if (isSilent()) continue;
    for (const row of batch) {
      if (!(await tell(recordOf(row)))) return;
      looked = row.position;
      if (!isLive && looked >= end) await goLive();
    }
  }
}

/** Sends a record if it matches, and a checkpoint if one is due. False when nobody listens any more. */
function teller(call: ReadCall, filter: RecordFilter | undefined) {
  let sinceCheckpoint = 0;
  return async (record: ReturnType<typeof recordOf>): Promise<boolean> => {
    if (!filter || filter.matches(record)) if (!(await send(call, eventResponse(record, true)))) return false;
    if (!filter || ++sinceCheckpoint < filter.checkpointInterval) return true;
    sinceCheckpoint = 0;
    return send(call, checkpointResponse(record.position));
  };
}

/** Whether this subscription was told to say nothing any more. */
function silencer({ faults }: ServerNode): () => boolean {
  const opened = faults.silenced;
  const fromTheStart = faults.isSilent;
  return () => fromTheStart || faults.silenced > opened;
}

/** The record after which it begins; `undefined` for the end. */
function startOf(all: ReadReq.Options.AllOptions): number | undefined {
  if (all.hasStart()) return 0;
  if (all.hasEnd()) return undefined;
  const position = all.getPosition()!;
  const commit = BigInt(position.getCommitPosition());
  const dense = denseOf({ commit, prepare: BigInt(position.getPreparePosition()) });
  if (dense === undefined) throw invalidPosition();
  return dense;
}
