import type { BatchAppendReq, ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import type { StreamAppend } from '../event-store.js';
import type { Driver } from './driver.js';
import type { LogPosition } from './recorded.js';

/**
 * What the index has to see of $all: every event that is not the server's own, and what hides events of ours (metadata
 * and tombstones), so that it is noticed.
 */
const FILTER = '^([^$]|\\$metadata$|\\$streamDeleted$)';
/** Records that the server looks through at once; it tells at least so often how far it has come. */
const SEARCH_WINDOW = 1_000;

export interface ReadRange {
  /** A revision; by default the start, or the end when backwards. */
  from?: number;
  backwards?: boolean;
  count: number;
}

const encoder = new TextEncoder();

/** Requests in the words of the protocol. */
export class Requests {
  constructor(private readonly driver: Driver) {}

  stream(stream: string, { from, backwards = false, count }: ReadRange): ReadReq {
    const { streams } = this.driver;
    const target = new streams.ReadReq.Options.StreamOptions();
    target.setStreamIdentifier(this.identifier(stream));
    if (from !== undefined) target.setRevision(String(from));
    else if (backwards) target.setEnd(this.nothing());
    else target.setStart(this.nothing());
    const options = this.options(backwards);
    options.setStream(target);
    options.setCount(String(count));
    options.setNoFilter(this.nothing());
    return this.request(options);
  }

  /** From a position on, that event included, without what the filter leaves out. */
  all(from: LogPosition | undefined, count: number): ReadReq {
    const options = this.options(false);
    options.setAll(this.allFrom(from));
    options.setCount(String(count));
    options.setFilter(this.filter());
    return this.request(options);
  }

  /** The last record, whatever it is. */
  allEnd(): ReadReq {
    const target = new this.driver.streams.ReadReq.Options.AllOptions();
    target.setEnd(this.nothing());
    const options = this.options(true);
    options.setAll(target);
    options.setCount('1');
    options.setNoFilter(this.nothing());
    return this.request(options);
  }

  /** Everything after a position, and what comes, without what the filter leaves out. */
  subscription(after: LogPosition | undefined): ReadReq {
    const options = this.options(false);
    options.setAll(this.allFrom(after));
    options.setSubscription(new this.driver.streams.ReadReq.Options.SubscriptionOptions());
    options.setFilter(this.filter());
    return this.request(options);
  }

  append(correlationId: string, { stream, expectedRevision, events }: StreamAppend): BatchAppendReq {
    const { streams, google } = this.driver;
    const options = new streams.BatchAppendReq.Options();
    options.setStreamIdentifier(this.identifier(stream));
    if (expectedRevision < 0) options.setNoStream(new google.Empty());
    else options.setStreamPosition(String(expectedRevision));
    const request = new streams.BatchAppendReq();
    request.setCorrelationId(this.uuid(correlationId));
    request.setOptions(options);
    request.setProposedMessagesList(
      events.map(({ id, type, header, data }) => {
        const message = new streams.BatchAppendReq.ProposedMessage();
        message.setId(this.uuid(id));
        message.getMetadataMap().set('type', type);
        message.getMetadataMap().set('content-type', 'application/json');
        message.setCustomMetadata(encoder.encode(header));
        message.setData(encoder.encode(data));
        return message;
      }),
    );
    request.setIsFinal(true);
    return request;
  }

  private options(backwards: boolean): ReadReq.Options {
    const { streams } = this.driver;
    const uuids = new streams.ReadReq.Options.UUIDOption();
    uuids.setString(this.nothing());
    const options = new streams.ReadReq.Options();
    options.setReadDirection(backwards ? 1 : 0);
    options.setUuidOption(uuids);
    return options;
  }

  private request(options: ReadReq.Options): ReadReq {
    const request = new this.driver.streams.ReadReq();
    request.setOptions(options);
    return request;
  }

  private allFrom(from: LogPosition | undefined): ReadReq.Options.AllOptions {
    const { streams } = this.driver;
    const target = new streams.ReadReq.Options.AllOptions();
    if (!from) target.setStart(this.nothing());
    else {
      const position = new streams.ReadReq.Options.Position();
      position.setCommitPosition(String(from.commit));
      position.setPreparePosition(String(from.prepare));
      target.setPosition(position);
    }
    return target;
  }

  private filter(): ReadReq.Options.FilterOptions {
    const { streams } = this.driver;
    const expression = new streams.ReadReq.Options.FilterOptions.Expression();
    expression.setRegex(FILTER);
    const filter = new streams.ReadReq.Options.FilterOptions();
    filter.setEventType(expression);
    filter.setMax(SEARCH_WINDOW);
    filter.setCheckpointintervalmultiplier(1);
    return filter;
  }

  private identifier(stream: string) {
    const identifier = new this.driver.shared.StreamIdentifier();
    identifier.setStreamName(encoder.encode(stream));
    return identifier;
  }

  private uuid(id: string) {
    const uuid = new this.driver.shared.UUID();
    uuid.setString(id);
    return uuid;
  }

  private nothing() {
    return new this.driver.shared.Empty();
  }
}
