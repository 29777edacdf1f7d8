import { canonicalJson, sha256Hex } from '@tillwatch/kernel';
import type { TerminalEvent } from './terminal-event.js';

/** What happened, before it has a place in the journal. */
export interface Happening {
  /** Catalogue name, `LoginFailed`. */
  name: string;
  /** The terminal's own clock, RFC 3339 with zone. */
  time: string;
  /** Left out when nobody is meant, or when nothing was typed. */
  operatorId?: string;
  data: Record<string, unknown>;
}

/** `text` is the canonical JSON of `event`: what is sent. `hash` is its SHA-256: the next event's `prevhash`. */
export interface JournalEntry {
  event: TerminalEvent;
  text: string;
  hash: string;
}

/** The last event of an epoch, as far as the next one needs it. */
export interface JournalHead {
  sequence: number;
  hash: string;
}

/** Whose journal it is; every event says so. */
export interface JournalOwner {
  terminalId: string;
  storeId: string;
  merchantId?: string;
}

export interface JournalOptions extends JournalOwner {
  epoch: number;
  /** Must give the same id for the same arguments, so that sending again is a duplicate. */
  idOf: (sequence: number, happening: Happening) => string;
}

export type Journal = (happening: Happening) => JournalEntry;

/** An event before it has a place, or after it has lost it. */
export type Unplaced = Omit<TerminalEvent, 'epoch' | 'sequence' | 'prevhash'>;

/** Every type is sent in the first version of its schema. */
const schemaVersion = 1;

/** Opens one epoch of a terminal's journal; each call appends: sequence from 1, each event chained to the one before. */
export function openJournal({ epoch, idOf, ...owner }: JournalOptions): Journal {
  let head: JournalHead | undefined;
  return (happening) => {
    const id = idOf((head?.sequence ?? 0) + 1, happening);
    const entry = entryAfter(head, epoch, eventOf(owner, happening, id));
    head = headOf(entry);
    return entry;
  };
}

export function eventOf({ terminalId, storeId, merchantId }: JournalOwner, happening: Happening, id: string): Unplaced {
  return {
    specversion: '1.0',
    id,
    source: `/terminals/${terminalId}`,
    type: `tillwatch.${happening.name}.v${schemaVersion}`,
    time: happening.time,
    ...(happening.operatorId && { subject: happening.operatorId }),
    ...(merchantId && { merchantid: merchantId }),
    storeid: storeId,
    data: happening.data,
  };
}

/** The event as the next of an epoch; without a head it is the first. */
export function entryAfter(head: JournalHead | undefined, epoch: number, event: Unplaced): JournalEntry {
  const sequence = (head?.sequence ?? 0) + 1;
  const placed = { ...event, sequence: String(sequence), epoch, ...(head && { prevhash: head.hash }) };
  const text = canonicalJson(placed);
  return { event: placed, text, hash: sha256Hex(text) };
}

export function headOf({ event, hash }: JournalEntry): JournalHead {
  return { sequence: Number(event.sequence), hash };
}

/** `application/cloudevents-batch+json` of entries that are canonical JSON already. */
export function batchBody(texts: readonly string[]): Buffer {
  return Buffer.from(`[${texts.join(',')}]`);
}
