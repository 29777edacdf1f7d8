import type { TerminalKey } from '../enrolment/terminal-key.js';
import { headerBytes } from '../outbox/frame.js';
import {
  entryAfter,
  eventOf,
  headOf,
  type Happening,
  type JournalEntry,
  type JournalHead,
  type JournalOwner,
  type Unplaced,
} from '../journal/journal.js';

/** At most so many events, the seal itself not counted, stand unsealed while a key is there. */
export const eventsPerSeal = 100;

/** What every event takes when it is written down: the agent's name and clock. */
export interface Stamp {
  id: string;
  time: string;
}

/** Events on their way into one epoch, in order, each chained to the one before; the journal itself is not touched. */
export class Chain {
  entries: JournalEntry[] = [];
  private head: JournalHead | undefined;

  constructor(
    private readonly owner: JournalOwner,
    readonly epoch: number,
    head: JournalHead | undefined,
    /** Events since the last seal. */
    public unsealed: number,
  ) {
    this.head = head;
  }

  add(happening: Happening, id: string): JournalEntry {
    return this.enter(eventOf(this.owner, happening, id));
  }

  /** An event that had another place, with the id and everything else that it had there. */
  again({ prevhash: _, ...event }: Unplaced & { prevhash?: string }): JournalEntry {
    return this.enter(event);
  }

  /** Signs the place and hash of the last event. Does nothing when there is none. */
  seal(key: TerminalKey, { id, time }: Stamp): void {
    if (!this.head) return;
    const { sequence, hash: head } = this.head;
    const statement = ['tillwatch-seal-v1', this.owner.terminalId, this.epoch, sequence, head, ''].join('\n');
    const data = { head, keyId: key.keyId, signature: key.sign(statement) };
    this.enter(eventOf(this.owner, { name: 'ChainSealed', time, data }, id));
    this.unsealed = 0;
  }

  /** Adds it unless it is longer than that, in UTF-8. */
  addWithin(happening: Happening, id: string, bytes: number): JournalEntry | undefined {
    const before = this.head;
    const entry = this.add(happening, id);
    if (Buffer.byteLength(entry.text) <= bytes) return entry;
    this.entries.pop();
    this.head = before;
    this.unsealed--;
    return undefined;
  }

  /** About as many as they take on disk. */
  get bytes(): number {
    return this.entries.reduce((sum, { text }) => sum + Buffer.byteLength(text) + headerBytes, 0);
  }

  takeEntries(): JournalEntry[] {
    const { entries } = this;
    this.entries = [];
    return entries;
  }

  private enter(event: Unplaced): JournalEntry {
    const entry = entryAfter(this.head, this.epoch, event);
    this.entries.push(entry);
    this.head = headOf(entry);
    this.unsealed++;
    return entry;
  }
}
