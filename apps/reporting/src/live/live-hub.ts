import { type LiveMessage, masked } from '@tillwatch/api';
import { CodedError, problem, type Log } from '@tillwatch/kernel';

import type { LiveClient } from './live-client.js';
import { type LiveFrames, LiveRing } from './live-ring.js';
import { addNotification, noChanges, type PendingChanges } from './pending-changes.js';

export const clientsMax = 200;
export const ringMessagesMax = 1_000;
const heartbeatMs = 15_000;
/** With the answer it takes, a caller who may not stay is gone well within a minute. */
const standingCheckMs = 20_000;
/** What a client waits before it comes back, as it is told at the start. */
const reconnectMs = 2_000;
const retryAfterSeconds = 5;
/** After "fetch the lists again" clients do just that, so it is not said more often. */
const resyncIntervalMs = 1_000;
/** How often those who do not see every row are told that rows have changed. */
const nudgeIntervalMs = 2_000;

export interface LiveSource {
  /** Follows the notifications; `onGap` when some may have been missed. Returns how to stop. */
  listen(onNotification: (payload: string) => void, onGap: () => void): Promise<() => Promise<void>>;
  /** Position the read models stand at. */
  position(): Promise<number>;
  /** The present rows of all that changed, in a fixed number of queries. */
  fetch(changes: PendingChanges): Promise<LiveMessage[]>;
}

export interface LiveObserver {
  clients(count: number): void;
  messages(count: number): void;
  dropped(): void;
}

/**
 * One subscription to the projector's notifications for all clients: rows are fetched once per notification, and while
 * a fetch is under way further notifications fold into the next. Frames are encoded once, and once more where something in
 * them is masked for some.
 */
export class LiveHub {
  private readonly clients = new Set<LiveClient>();
  private readonly ring = new LiveRing(0, ringMessagesMax);
  private pending = noChanges();
  private busy = false;
  private resyncedAt = 0;
  private resyncTimer: NodeJS.Timeout | undefined;
  private nudgeTimer: NodeJS.Timeout | undefined;
  private timers: NodeJS.Timeout[] = [];
  private stopListening: (() => Promise<void>) | undefined;

  /** `idOf` makes the opaque SSE id of a position. */
  constructor(
    private readonly source: LiveSource,
    private readonly idOf: (position: number) => string,
    private readonly observer: LiveObserver,
    private readonly log: Log,
  ) {}

  async start(): Promise<void> {
    this.stopListening = await this.source.listen(
      (payload) => this.onNotification(payload),
      () => void this.onGap(),
    );
    this.ring.restart(await this.source.position());
    this.timers = [
      setInterval(() => this.broadcast(': still here\n\n'), heartbeatMs),
      setInterval(() => this.checkStanding(), standingCheckMs),
    ];
  }

  async stop(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    clearTimeout(this.resyncTimer);
    clearTimeout(this.nudgeTimer);
    for (const client of this.clients) client.end();
    await this.stopListening?.();
  }

  /** Throws `unavailable` when there are too many; call it before the answer has begun. */
  ensureRoom(): void {
    if (this.clients.size >= clientsMax) {
      throw new CodedError(problem('unavailable'), { retryAfter: retryAfterSeconds });
    }
  }

  /** Sends what was missed since `position`, or `resync`; then everything that comes. */
  add(client: LiveClient, since: number | undefined): void {
    this.clients.add(client);
    this.observer.clients(this.clients.size);
    client.onClose(() => {
      this.clients.delete(client);
      this.observer.clients(this.clients.size);
    });
    const missed = since === undefined ? [] : this.ring.since(since);
    const head = this.ring.head;
    if (!missed || (!client.seesAll && missed.length > 0)) return void client.write(this.resyncFrame());
    for (const batch of missed) if (!client.write(batch.frames[client.form])) return;
    client.write(`retry: ${reconnectMs}\nid: ${this.idOf(head)}\n\n`);
  }

  private onNotification(payload: string): void {
    try {
      addNotification(this.pending, payload);
    } catch (error) {
      this.log.warn({ error }, 'a notification could not be read; clients are asked to fetch again');
      return this.resync(this.ring.head);
    }
    if (!this.busy) void this.flush();
  }

  private async flush(): Promise<void> {
    this.busy = true;
    while (this.pending.position > 0) {
      const changes = this.pending;
      this.pending = noChanges();
      await this.send(changes);
      if (changes.more) this.resync(changes.position);
    }
    this.busy = false;
  }

  private async send(changes: PendingChanges): Promise<void> {
    try {
      const messages = await this.source.fetch(changes);
      if (messages.length === 0) return;
      const frames = this.framesOf(messages, changes.position);
      this.ring.push({ position: changes.position, messages: messages.length, frames });
      for (const form of ['clear', 'masked'] as const) {
        this.broadcast(frames[form], (client) => client.seesAll && client.form === form);
      }
      this.nudgeTimer ??= setTimeout(() => this.nudge(), nudgeIntervalMs);
      this.observer.messages(messages.length * this.clients.size);
    } catch (error) {
      this.log.warn({ error }, 'live rows could not be read; clients are asked to fetch again');
      this.resync(changes.position);
    }
  }

  private framesOf(messages: readonly LiveMessage[], position: number): LiveFrames {
    const encode = (rows: readonly LiveMessage[]): Buffer =>
      Buffer.from(rows.map((row, i) => this.frame(row, i === rows.length - 1 ? position : 0)).join(''));
    const clear = encode(messages);
    const hidden = masked(messages, 'live');
    return { clear, masked: hidden === messages ? clear : encode(hidden) };
  }

  /** The last frame of a batch alone carries an id: who got half a batch gets all of it again. */
  private frame({ kind, change }: LiveMessage, position: number): string {
    const id = position > 0 ? `id: ${this.idOf(position)}\n` : '';
    return `event: ${kind}\n${id}data: ${JSON.stringify(change)}\n\n`;
  }

  private nudge(): void {
    this.nudgeTimer = undefined;
    this.broadcast(this.resyncFrame(), (client) => !client.seesAll);
  }

  private resyncFrame(): string {
    const { head } = this.ring;
    return this.frame({ kind: 'resync', change: { position: head } }, head);
  }

  private async onGap(): Promise<void> {
    try {
      this.resync(await this.source.position());
    } catch (error) {
      this.log.warn({ error }, 'position could not be read after the notifications were interrupted');
      this.resync(this.ring.head);
    }
  }

  private resync(position: number): void {
    this.ring.restart(position);
    if (this.resyncTimer) return;
    const waitMs = Math.max(0, this.resyncedAt + resyncIntervalMs - performance.now());
    this.resyncTimer = setTimeout(() => {
      this.resyncTimer = undefined;
      this.resyncedAt = performance.now();
      this.broadcast(this.resyncFrame());
    }, waitMs);
  }

  private broadcast(frames: Buffer | string, isFor = (_: LiveClient): boolean => true): void {
    for (const client of this.clients) if (isFor(client) && !client.write(frames)) this.observer.dropped();
  }

  /** Who cannot be asked about now stays until the next time: a database that restarts is not everybody's end. */
  private checkStanding(): void {
    for (const client of this.clients) {
      const end = (mayStay: boolean): void => void (mayStay || client.end());
      const mayStay = client.mayStay();
      if (typeof mayStay === 'boolean') end(mayStay);
      else mayStay.then(end, (error: unknown) => this.log.warn({ error }, 'a live caller could not be looked up'));
    }
  }
}
