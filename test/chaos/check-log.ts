import type { StoredEvent } from '@tillwatch/event-store';
import type { EventHeader } from '@tillwatch/events';
import { sha256Hex } from '@tillwatch/kernel';
import { placeKey, type Receipt } from './acknowledged.ts';

/** Follows the log from its start and notes everything a log must never show. */
export class LogCheck {
  readonly violations: string[] = [];
  private position = 0;
  private readonly revisions = new Map<string, number>();
  private readonly ids = new Set<string>();
  private readonly found = new Map<string, Receipt>();

  /** The next events, in log order. */
  take(events: readonly StoredEvent[]): void {
    for (const event of events) this.takeOne(event);
  }

  /** Compares with what terminals were told. Call it when every sender has had its answers. */
  finish(receipts: ReadonlyMap<string, Receipt>): string[] {
    for (const [place, { id, position }] of receipts) {
      const stored = this.found.get(place);
      if (!stored) this.violations.push(`${place} was acknowledged and is missing`);
      else if (stored.id !== id || (position ?? stored.position) !== stored.position) {
        this.violations.push(`${place} was acknowledged as ${id} at ${position}, not ${JSON.stringify(stored)}`);
      }
    }
    for (const place of this.found.keys()) {
      if (!receipts.has(place)) this.violations.push(`${place} is in the log and nobody was told`);
    }
    return this.violations;
  }

  private takeOne({ position, stream, revision, id, identity, type, header: headerText, data }: StoredEvent): void {
    const name = `${placeKey(stream, identity)} at ${position}`;
    if (position !== this.position + 1) this.violations.push(`${name} comes after position ${this.position}`);
    this.position = position;
    const before = this.revisions.get(stream) ?? -1;
    if (revision !== before + 1) this.violations.push(`${name} is revision ${revision} after ${before}`);
    this.revisions.set(stream, revision);
    if (this.ids.has(`${stream} ${id}`)) this.violations.push(`${name} is in the log twice`);
    this.ids.add(`${stream} ${id}`);
    const isRaised = type.startsWith('tillwatch.AlertRaised.');
    if (stream.startsWith('alert-') && isRaised !== (revision === 0)) {
      this.violations.push(`${name} is ${type} at revision ${revision}`);
    }
    const header = JSON.parse(headerText) as EventHeader;
    if (header.id !== id || header.datahash !== sha256Hex(data)) this.violations.push(`${name} is not whole`);
    if (header.epoch === undefined) return;
    // The header's own account of its place: the identity column is what the database keeps unique.
    const place = placeKey(stream, `${header.epoch}/${header.sequence}`);
    if (this.found.has(place)) this.violations.push(`${place} is in the log twice`);
    this.found.set(place, { id, position });
  }
}
