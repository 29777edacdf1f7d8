import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import type { LogRecord } from './record.js';
import { invalidArgument } from './rpc-errors.js';

/** So many records are looked through before the server asks itself whether a checkpoint is due. */
const DEFAULT_WINDOW = 32;

export interface RecordFilter {
  matches(record: LogRecord): boolean;
  /** Records looked through between two checkpoints. */
  checkpointInterval: number;
}

export function filterOf(options: ReadReq.Options): RecordFilter | undefined {
  const filter = options.getFilter();
  if (!filter) return undefined;
  const byType = filter.getEventType();
  const byStream = filter.getStreamIdentifier();
  const expression = byType ?? byStream;
  if (!expression) throw invalidArgument('The filter names nothing.');
  const textOf = ({ type, stream }: LogRecord): string => (byType ? type : stream);
  const regex = expression.getRegex() === '' ? undefined : new RegExp(expression.getRegex());
  const prefixes = expression.getPrefixList();
  const multiplier = filter.getCheckpointintervalmultiplier();
  if (options.hasSubscription() && multiplier === 0) throw invalidArgument('The checkpoint interval is zero.');
  return {
    matches: (record) =>
      regex ? regex.test(textOf(record)) : prefixes.some((prefix) => textOf(record).startsWith(prefix)),
    checkpointInterval: multiplier * (filter.hasMax() ? filter.getMax() : DEFAULT_WINDOW),
  };
}
