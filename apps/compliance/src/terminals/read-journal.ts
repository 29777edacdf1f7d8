import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { EpochJournal, Journal } from '@tillwatch/domain';
import { decodeEvent } from '@tillwatch/events';
import type { EventStore } from '@tillwatch/event-store';
import { Journals, type JournalSource } from '../intake/journals.js';
import { hashOfStored } from '../intake/stored-hash.js';

/** An event of a terminal's journal that we hold. */
export interface HeldPlace {
  epoch: number;
  sequence: number;
  /** As `prevhash` of the next event names it; absent where something was masked. */
  hash?: string;
}

export interface JournalAnswer {
  /** The highest sequence of the highest epoch. */
  head?: HeldPlace;
  /** At the place asked for, or the nearest below it in that epoch whose hash can be told. */
  at?: HeldPlace;
}

/** What the log holds of a terminal's journal, for the terminal to compare with its own. */
export class ReadJournal extends Query<JournalAnswer> {
  constructor(
    readonly terminalId: string,
    readonly place: { epoch: number; sequence: number } | undefined,
  ) {
    super();
  }
}

/** Events looked at for one whose hash can be told; after so many masked ones in a row the nearest goes without. */
const lookedAt = 256;
const batch = 16;

@QueryHandler(ReadJournal)
export class ReadJournalHandler implements IQueryHandler<ReadJournal> {
  constructor(
    private readonly store: EventStore,
    private readonly source: JournalSource,
  ) {}

  async execute({ terminalId, place }: ReadJournal): Promise<JournalAnswer> {
    const journals = new Journals(this.store, this.source); // of its own: intake's runs ahead of the log
    await journals.load(new Set([terminalId]));
    const journal = journals.get(terminalId);
    const top = journal.epochs.findLast(({ ranges }) => ranges.length > 0);
    if (!top) return {};
    const head = await this.nearest(terminalId, top, top.ranges.at(-1)![1], true);
    const wanted = place && epochOf(journal, place.epoch);
    const at = wanted && (await this.nearest(terminalId, wanted, place.sequence, false));
    return { ...(head && { head }), ...(at && { at }) };
  }

  /** The held event at or next below a sequence; unless `exact`, one whose hash can be told is preferred. */
  private async nearest(
    terminalId: string,
    { epoch, ranges }: EpochJournal,
    sequence: number,
    exact: boolean,
  ): Promise<HeldPlace | undefined> {
    let nearest: HeldPlace | undefined;
    let from = sequence;
    for (let looked = 0; looked < lookedAt; looked += batch) {
      const sequences = downFrom(ranges, from);
      if (sequences.length === 0) break;
      from = sequences.at(-1)! - 1;
      for (const held of await this.hold(terminalId, epoch, sequences)) {
        if (held.hash !== undefined || exact) return held;
        nearest ??= held;
      }
    }
    return nearest;
  }

  /** Those of the sequences that are in the log, highest first: what was declared lost is accounted for and not there. */
  private async hold(terminalId: string, epoch: number, sequences: readonly number[]): Promise<HeldPlace[]> {
    const identities = sequences.map((sequence) => `${epoch}/${sequence}`);
    const found = await this.store.find(`terminal-${terminalId}`, identities);
    return found
      .map((stored) => {
        const { header } = decodeEvent(stored);
        const hash = hashOfStored(header, stored.data);
        return { epoch, sequence: Number(header.sequence), ...(hash !== undefined && { hash }) };
      })
      .sort((a, b) => b.sequence - a.sequence);
  }
}

function epochOf(journal: Journal, epoch: number): EpochJournal | undefined {
  return journal.epochs.find((known) => known.epoch === epoch);
}

/** The next sequences in the ranges from one downwards. */
function downFrom(ranges: EpochJournal['ranges'], from: number): number[] {
  const sequences: number[] = [];
  for (const [first, last] of ranges.toReversed()) {
    for (let sequence = Math.min(last, from); sequence >= first; sequence--) {
      if (sequences.push(sequence) === batch) return sequences;
    }
  }
  return sequences;
}
