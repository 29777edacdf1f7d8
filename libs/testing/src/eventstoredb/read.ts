import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import { filterOf } from './filter.js';
import type { ServerNode } from './node.js';
import { denseOf } from './positions.js';
import { streamNameOf } from './proposed.js';
import { eventResponse, notFoundResponse } from './read-messages.js';
import type { LogRecord } from './record.js';
import { invalidArgument, invalidPosition, streamDeleted } from './rpc-errors.js';
import { type ReadCall, send } from './send.js';
import { subscribeToAll } from './subscribe.js';

const PAGE = 1_000;
const BACKWARDS = 1;
/** Revisions are integers in the tables. */
const LAST_REVISION = 2_147_483_647;

export async function read(node: ServerNode, call: ReadCall): Promise<void> {
  const options = call.request.getOptions()!;
  try {
    if (options.hasSubscription()) {
      node.counts.subscribe++;
      node.faults.admit(call.metadata, node.self);
      await subscribeToAll(node, call, options);
      return;
    }
    node.counts.read++;
    node.faults.admit(call.metadata, node.self);
    node.faults.admitRead();
    await (options.hasStream() ? readStream(node, call, options) : readAll(node, call, options));
    call.end();
  } catch (error) {
    if (!call.cancelled) call.emit('error', error);
  }
}

async function readStream(node: ServerNode, call: ReadCall, options: ReadReq.Options): Promise<void> {
  const { log } = node;
  const streamOptions = options.getStream()!;
  const stream = streamNameOf(streamOptions.getStreamIdentifier());
  if (log.states.isTombstoned(stream)) throw streamDeleted(stream);
  const last = await log.lastRevision(stream);
  if (last < 0 || log.states.isDeleted(stream)) {
    await send(call, notFoundResponse(stream));
    return;
  }
  const isBackwards = options.getReadDirection() === BACKWARDS;
  const first = log.states.firstShown(stream, last);
  let left = Number(options.getCount());
  let from = isBackwards ? last : first;
  if (streamOptions.hasRevision()) {
    const revision = Math.min(Number(streamOptions.getRevision()), LAST_REVISION);
    from = isBackwards ? Math.min(revision, last) : Math.max(revision, first);
  } else if (streamOptions.hasEnd() && !isBackwards) return;
  while (left > 0) {
    const limit = Math.min(left, PAGE);
    const page = isBackwards
      ? await log.readRangeBackwards(stream, from, limit)
      : await log.readRange(stream, from, limit);
    for (const record of page) {
      if (record.revision < first) return;
      if (!(await send(call, eventResponse(record, false)))) return;
    }
    if (page.length < limit) return;
    left -= page.length;
    from = page.at(-1)!.revision + (isBackwards ? -1 : 1);
  }
}

async function readAll(node: ServerNode, call: ReadCall, options: ReadReq.Options): Promise<void> {
  const filter = filterOf(options);
  const isBackwards = options.getReadDirection() === BACKWARDS;
  let left = Number(options.getCount());
  let from = startOf(options, isBackwards);
  for (;;) {
    const page: LogRecord[] = isBackwards
      ? await node.log.readAllBackwards(from, PAGE)
      : await node.log.readAll(from, PAGE);
    for (const record of page) {
      if (filter && !filter.matches(record)) continue;
      if (left-- <= 0 || !(await send(call, eventResponse(record, true)))) return;
    }
    if (page.length < PAGE || left <= 0) return;
    from = page.at(-1)!.dense + (isBackwards ? 0 : 1);
  }
}

/** Where the first page begins: forwards that record is part of it, backwards it is not. */
function startOf(options: ReadReq.Options, isBackwards: boolean): number {
  const all = options.getAll();
  if (!all) throw invalidArgument('Nothing to read is named.');
  if (all.hasStart()) return isBackwards ? 0 : 1;
  if (all.hasEnd()) return Number.MAX_SAFE_INTEGER;
  const position = all.getPosition()!;
  const commit = BigInt(position.getCommitPosition());
  const dense = denseOf({ commit, prepare: BigInt(position.getPreparePosition()) });
  if (dense === undefined) throw invalidPosition();
  return dense;
}
