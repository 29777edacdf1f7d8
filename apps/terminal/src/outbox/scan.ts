import { sha256Hex } from '@tillwatch/kernel';
import type { TerminalEvent } from '../journal/terminal-event.js';
import type { PlacedFrame } from './recent-frames.js';

export interface Place {
  epoch: number;
  sequence: number;
}

/** The last event of the journal. */
export interface Head extends Place {
  hash: string;
  /** Catalogue name, `LoginFailed`. */
  name: string;
  /** Of the terminal whose journal it is. */
  source: string;
}

export type OpeningReason = 'first' | 'restart-lost' | 'rolled-back' | 'forked';

/**
 * Begins an epoch; the frames after it belong together until `ready`. `voidFrom`: events from that position up to this
 * one are recorded again in this epoch, so they are not sent from their old places.
 */
export interface Opened {
  control: 'opened';
  epoch: number;
  reason: OpeningReason;
  voidFrom?: number;
}

export type Control = Opened | { control: 'ready' } | { control: 'goes-on'; epoch: number; reason: OpeningReason };

export interface VoidRange {
  from: number;
  to: number;
}

/** What the frames of a journal say, as it is read from its start when it is opened. */
export interface Scanned {
  head?: Head;
  opening?: { epoch: number; reason: OpeningReason; position: number };
  voids: VoidRange[];
  /** Something could not be read, and no epoch was begun since. */
  damaged: boolean;
  /** The latest acknowledgements of commands. */
  acknowledgements: TerminalEvent[];
  /** Id of the latest `EventsLost`. */
  lossReport?: string;
}

/** Nobody has more commands under way. */
const acknowledgementsKept = 1_000;
const typeAtEnd = /"type":"tillwatch\.(\w+)\.v\d+"\}$/;
/** The longest that `typeAtEnd` matches: a name has up to 64 letters. */
const typeLength = 110;

/** Catalogue name of a canonical event, without reading all of it: `type` is its last member. */
export function nameOf(payload: Buffer): string {
  return typeAtEnd.exec(payload.subarray(-typeLength).toString())?.[1] ?? '';
}

export class Scan {
  private state: Scanned = { voids: [], damaged: false, acknowledgements: [] };
  private last: Buffer | undefined;
  /** As it was when an epoch was begun that is not ready yet. */
  private before: { state: Scanned; last: Buffer | undefined } | undefined;

  readonly visit = ({ position, kind, payload }: PlacedFrame): void => {
    if (kind === 'hole') this.hole();
    else if (kind === 'control') this.control(JSON.parse(payload.toString()) as Control, position);
    else this.event(payload);
  };

  /** `cut`: from there on an epoch was being begun when the machine went down; nobody was told of anything in it. */
  finish(): { scanned: Scanned; cut?: number } {
    const unfinished = this.before && this.state.opening?.position;
    const { state, last } = this.before ?? { state: this.state, last: this.last };
    if (last) state.head = headOf(last);
    return { scanned: state, ...(unfinished !== undefined && { cut: unfinished }) };
  }

  /** It may be `ready` that cannot be read: rather are events sent from both of their places than from none. */
  private hole(): void {
    this.state.damaged = true;
    if (!this.before) return;
    this.state.voids = this.before.state.voids;
    this.before = undefined;
  }

  private control(control: Control, position: number): void {
    if (control.control === 'ready') return void (this.before = undefined);
    if (control.control === 'goes-on') return this.goesOn(control.epoch, control.reason, position);
    const { acknowledgements, voids, ...plain } = this.state;
    this.before ??= {
      state: { ...plain, voids: [...voids], acknowledgements: [...acknowledgements] },
      last: this.last,
    };
    const { epoch, reason, voidFrom } = control;
    this.state.opening = { epoch, reason, position };
    this.state.damaged = false;
    if (voidFrom !== undefined) this.state.voids.push({ from: voidFrom, to: position });
  }

  private goesOn(epoch: number, reason: OpeningReason, position: number): void {
    if (this.state.opening?.epoch !== epoch) this.state.opening = { epoch, reason, position };
  }

  private event(payload: Buffer): void {
    this.last = payload;
    const name = nameOf(payload);
    if (name !== 'CommandAcknowledged' && name !== 'EventsLost') return;
    const event = JSON.parse(payload.toString()) as TerminalEvent;
    if (name === 'EventsLost') return void (this.state.lossReport = event.id);
    this.state.acknowledgements.push(event);
    if (this.state.acknowledgements.length > acknowledgementsKept) this.state.acknowledgements.shift();
  }
}

function headOf(payload: Buffer): Head {
  const text = payload.toString();
  const { epoch, sequence, source } = JSON.parse(text) as TerminalEvent;
  return { epoch, sequence: Number(sequence), hash: sha256Hex(text), name: nameOf(payload), source };
}
