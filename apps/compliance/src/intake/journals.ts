import { account, emptyJournal, isTrustedSeal, type Journal, record, recordSeal } from '@tillwatch/domain';
import { decodeEvent, isEvent, type LogEvent } from '@tillwatch/events';
import type { EventStore, StoredEvent } from '@tillwatch/event-store';
import { hashOfStored } from './stored-hash.js';

/** Journals as the read model last saw them; a terminal it does not know is left out. */
export type JournalSource = (terminalIds: readonly string[]) => Promise<ReadonlyMap<string, Journal>>;

const pageSize = 1_000;
const readsAtOnce = 16;

/**
 * What the log holds of each terminal, in memory for the terminals that are talking.
 * A journal is the read model's row plus the end of the stream, so it is right even while the read model is behind.
 */
export class Journals {
  private readonly held = new Map<string, Journal>();

  constructor(
    private readonly store: EventStore,
    private readonly source: JournalSource,
    private readonly maxTerminals = 50_000,
  ) {}

  /** Call `load` first. */
  get(terminalId: string): Journal {
    const journal = this.held.get(terminalId);
    if (!journal) throw new Error(`journal of ${terminalId} is not loaded`);
    return journal;
  }

  /** After an append whose outcome is not known, or that somebody else overtook. */
  forget(terminalIds: Iterable<string>): void {
    for (const id of terminalIds) this.held.delete(id);
  }

  async load(terminalIds: ReadonlySet<string>): Promise<void> {
    const missing: string[] = [];
    for (const id of terminalIds) {
      const journal = this.held.get(id);
      if (!journal) missing.push(id);
      else {
        this.held.delete(id); // to the young end of the map: the oldest go first when there are too many
        this.held.set(id, journal);
      }
    }
    if (missing.length === 0) return;
    const known = await this.source(missing);
    for (let i = 0; i < missing.length; i += readsAtOnce) {
      await Promise.all(
        missing.slice(i, i + readsAtOnce).map((id) => this.complete(id, known.get(id) ?? emptyJournal())),
      );
    }
    this.evict(terminalIds);
  }

  private async complete(terminalId: string, journal: Journal): Promise<void> {
    const stream = `terminal-${terminalId}`;
    const [last] = await this.store.readStream(stream, { backwards: true, limit: 1 });
    while (last && journal.revision < last.revision) {
      const page = await this.store.readStream(stream, { from: journal.revision + 1, limit: pageSize });
      if (page.length === 0) break;
      for (const stored of page) follow(journal, stored);
    }
    if (last) rememberHead(journal, last);
    this.held.set(terminalId, journal);
  }

  private evict(inUse: ReadonlySet<string>): void {
    for (const id of this.held.keys()) {
      if (this.held.size <= this.maxTerminals) return;
      if (!inUse.has(id)) this.held.delete(id);
    }
  }
}

function follow(journal: Journal, stored: StoredEvent): void {
  const event: LogEvent = decodeEvent(stored);
  journal.revision = stored.revision;
  if (event.name === 'GapDeclaredLost') {
    const { epoch, from, to } = event.data as { epoch: number; from: number; to: number };
    account(journal, epoch, from, to);
  } else if (event.header.epoch !== undefined) {
    const sequence = Number(event.header.sequence);
    record(journal, event.header.epoch, sequence);
    if (isEvent(event, 'ChainSealed') && isTrustedSeal(event.header.marks))
      recordSeal(journal, event.data.keyId, event.header.epoch, sequence);
  }
}

/** The read model does not keep event hashes: the one that the next event is checked against is made again. */
function rememberHead(journal: Journal, last: StoredEvent): void {
  const event = decodeEvent(last);
  const epoch = journal.epochs.at(-1);
  if (!epoch || event.header.epoch !== epoch.epoch) return;
  if (Number(event.header.sequence) !== epoch.ranges.at(-1)?.[1]) return;
  const hash = hashOfStored(event.header, last.data);
  if (hash) epoch.headHash = hash;
}
