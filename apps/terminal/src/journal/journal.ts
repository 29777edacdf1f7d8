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

/** `text` is the canonical JSON of `event`: what is sent, and what the next event's `prevhash` is taken of. */
export interface JournalEntry {
  event: TerminalEvent;
  text: string;
}

export interface JournalOptions {
  terminalId: string;
  storeId: string;
  merchantId?: string;
  epoch: number;
  /** Must give the same id for the same arguments, so that sending again is a duplicate. */
  idOf: (sequence: number, happening: Happening) => string;
}

export type Journal = (happening: Happening) => JournalEntry;

/** Every type is sent in the first version of its schema. */
const schemaVersion = 1;

/** Opens one epoch of a terminal's journal; each call appends: sequence from 1, each event chained to the one before. */
export function openJournal({ terminalId, storeId, merchantId, epoch, idOf }: JournalOptions): Journal {
  let sequence = 0;
  let prevhash: string | undefined;
  return (happening) => {
    sequence++;
    const event: TerminalEvent = {
      specversion: '1.0',
      id: idOf(sequence, happening),
      source: `/terminals/${terminalId}`,
      type: `tillwatch.${happening.name}.v${schemaVersion}`,
      time: happening.time,
      sequence: String(sequence),
      epoch,
      ...(prevhash && { prevhash }),
      ...(happening.operatorId && { subject: happening.operatorId }),
      ...(merchantId && { merchantid: merchantId }),
      storeid: storeId,
      data: happening.data,
    };
    const text = canonicalJson(event);
    prevhash = sha256Hex(text);
    return { event, text };
  };
}

/** `application/cloudevents-batch+json` of entries that are canonical JSON already. */
export function batchBody(texts: readonly string[]): Buffer {
  return Buffer.from(`[${texts.join(',')}]`);
}
