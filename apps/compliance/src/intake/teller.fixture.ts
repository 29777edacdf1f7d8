import { sealMessage } from '@tillwatch/domain';
import { type CloudEvent, eventHash } from '@tillwatch/events';
import { uuidFromName } from '@tillwatch/kernel';
import type { SigningKey } from '@tillwatch/testing';

/** A terminal that chains its journal, and seals where it is told to. */
export class Teller {
  private head = '';
  private sequence = 0;
  private device = '';

  constructor(
    readonly terminalId = 't-1',
    readonly epoch = 5,
  ) {}

  /** Another device with the same journal up to here, which tells other stories under the same places from here on. */
  clone(): Teller {
    const twin = new Teller(this.terminalId, this.epoch);
    Object.assign(twin, { head: this.head, sequence: this.sequence, device: `${this.device}'` });
    return twin;
  }

  next(name = 'Heartbeat', data: object = { queued: 0 }, over: Partial<CloudEvent> = {}): CloudEvent {
    this.sequence++;
    const event = {
      specversion: '1.0',
      id: uuidFromName(`${this.terminalId}${this.device}/${this.epoch}/${this.sequence}`),
      source: `/terminals/${this.terminalId}`,
      type: `tillwatch.${name}.v1`,
      time: '2026-11-23T07:59:00Z',
      epoch: this.epoch,
      sequence: String(this.sequence),
      ...(this.head && { prevhash: this.head }),
      data,
      ...over,
    } as CloudEvent;
    this.head = eventHash(event);
    return event;
  }

  seal(by: SigningKey, over: { head?: string; signature?: string; message?: string } = {}): CloudEvent {
    const head = over.head ?? this.head;
    const place = { terminalId: this.terminalId, epoch: this.epoch, sequence: this.sequence + 1, head };
    const signature = over.signature ?? by.sign(over.message ?? sealMessage(place));
    return this.next('ChainSealed', { head, keyId: by.keyId, signature });
  }
}
