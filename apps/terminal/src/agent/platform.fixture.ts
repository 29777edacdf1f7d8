import type { IntakeResult } from '@tillwatch/api';
import { sha256Hex } from '@tillwatch/kernel';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import type { TerminalEvent } from '../journal/terminal-event.js';

/** What a server does with a request instead of answering it. */
export type Mishap = { status: number; body?: string; retryAfter?: string } | 'cut' | 'do-and-cut' | undefined;

export interface Held {
  event: TerminalEvent;
  /** As it was sent. */
  text: string;
  hash: string;
}

/**
 * The platform's side of the contract for one terminal, as small as it can be: it keeps what it is sent by place, tells
 * duplicates from conflicts, compares chains, checks proofs, and can be told to fail.
 */
export class PlatformFixture {
  readonly held = new Map<string, Held>();
  readonly conflicts: TerminalEvent[] = [];
  readonly requests: string[] = [];
  readonly commands: { number: number; commandId: string; command: string; operatorId?: string; reason: string }[] = [];
  readonly keys = new Map<string, string>();
  code = 'ABCD-EFGH-JKMN-PQRS';
  /** Decides by the number of the request, from 1. */
  mishap: (request: number, path: string, body: string) => Mishap = () => undefined;
  /** `undefined`: taken. */
  refuse: (event: TerminalEvent) => 'rejected' | undefined = () => undefined;
  /** Added to the time it tells, ms. */
  clockErrorMs = 0;
  mostAtOnce = 0;
  url = '';
  private atOnce = 0;
  private wakeCommands: (() => void)[] = [];
  private readonly server = createServer((request, response) => void this.serve(request, response));

  static async start(): Promise<PlatformFixture> {
    const platform = new PlatformFixture();
    await new Promise<void>((listening) => platform.server.listen(0, '127.0.0.1', listening));
    platform.url = `http://127.0.0.1:${(platform.server.address() as AddressInfo).port}`;
    return platform;
  }

  /** In order of their places. */
  get events(): TerminalEvent[] {
    return this.all().map(({ event }) => event);
  }

  named(name: string): TerminalEvent[] {
    return this.events.filter(({ type }) => type === `tillwatch.${name}.v1`);
  }

  /** Everything an evidence log must never show; empty when it does not. */
  faults(): string[] {
    const faults = this.conflicts.map(({ epoch, sequence }) => `conflict at ${epoch}/${sequence}`);
    const ids = new Set<string>();
    let before: Held | undefined;
    for (const one of this.all()) {
      const { id, epoch, sequence, prevhash, type } = one.event;
      const place = `${epoch}/${sequence}`;
      if (ids.has(id)) faults.push(`${place} has an id that another place has`);
      ids.add(id);
      const follows = before?.event.epoch === epoch;
      if (Number(sequence) !== (follows ? Number(before!.event.sequence) + 1 : 1)) faults.push(`gap before ${place}`);
      if (prevhash !== (follows ? before!.hash : undefined)) faults.push(`chain broken at ${place}`);
      if (type === 'tillwatch.ChainSealed.v1' && !this.isGoodSeal(one.event)) faults.push(`bad seal at ${place}`);
      before = one;
    }
    return faults;
  }

  command(command: string, operatorId?: string): number {
    const number = this.commands.length + 1;
    this.commands.push({
      number,
      commandId: `command-${number}`,
      command,
      reason: 'test',
      ...(operatorId && { operatorId }),
    });
    for (const wake of this.wakeCommands.splice(0)) wake();
    return number;
  }

  async stop(): Promise<void> {
    for (const wake of this.wakeCommands.splice(0)) wake();
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }

  private all(): Held[] {
    return [...this.held.values()].sort(
      ({ event: one }, { event: other }) => one.epoch - other.epoch || Number(one.sequence) - Number(other.sequence),
    );
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url!, this.url);
    const body = await textOf(request).catch(() => undefined);
    if (body === undefined) return;
    const happens = this.mishap(this.requests.push(url.pathname), url.pathname, body);
    if (happens === 'cut') return void request.socket.destroy();
    if (typeof happens === 'object') {
      response.writeHead(happens.status, happens.retryAfter ? { 'retry-after': happens.retryAfter } : {});
      return void response.end(happens.body ?? '{"error":{"code":"unavailable"}}');
    }
    const { status = 200, answer } = await this.answer(url, body);
    if (happens === 'do-and-cut') return void request.socket.destroy();
    response.writeHead(status, { 'tillwatch-time': String(Date.now() + this.clockErrorMs) });
    response.end(JSON.stringify(answer));
  }

  private async answer({ pathname, searchParams }: URL, body: string): Promise<{ status?: number; answer: unknown }> {
    const number = (name: string): number => Number(searchParams.get(name));
    if (pathname === '/v1/events') return { answer: { results: await this.take(body) } };
    if (pathname.endsWith('/journal')) return { answer: this.journal(number('epoch'), number('sequence')) };
    if (pathname.endsWith('/keys'))
      return this.register(pathname.split('/')[3]!, JSON.parse(body) as Record<string, string>);
    if (pathname.endsWith('/commands')) {
      const waiting = (): typeof this.commands => this.commands.filter((one) => one.number > number('after'));
      if (waiting().length === 0) await this.untilCommand(number('wait') * 1_000);
      return { answer: { now: new Date().toISOString(), commands: waiting() } };
    }
    return { status: 404, answer: { error: { code: 'not-found' } } };
  }

  private async take(body: string): Promise<IntakeResult[]> {
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.atOnce);
    await new Promise((soon) => setTimeout(soon, 1));
    this.atOnce--;
    return (JSON.parse(body) as TerminalEvent[]).map((event) => {
      const { id, epoch, sequence } = event;
      if (this.refuse(event)) return { id, status: 'rejected', error: { code: 'data-invalid', message: 'no' } };
      const text = JSON.stringify(event);
      const hash = sha256Hex(text);
      const known = this.held.get(`${epoch}/${sequence}`);
      if (known && known.hash !== hash) {
        this.conflicts.push(event);
        return { id, status: 'conflict' };
      }
      this.held.set(`${epoch}/${sequence}`, { event, text, hash });
      return { id, status: known ? 'duplicate' : 'stored' };
    });
  }

  private journal(epoch: number, sequence: number): object {
    const all = this.all();
    const place = ({ event, hash }: Held): object => ({ epoch: event.epoch, sequence: Number(event.sequence), hash });
    const head = all.at(-1);
    const at = all.filter(({ event }) => event.epoch === epoch && Number(event.sequence) <= sequence).at(-1);
    return { now: new Date().toISOString(), ...(head && { head: place(head) }), ...(at && { at: place(at) }) };
  }

  private register(terminalId: string, body: Record<string, string>): { status: number; answer: object } {
    const { publicKey = '', proof = '', code, previousKeyId, previousProof = '' } = body;
    const by = code === undefined ? previousKeyId! : code.replaceAll('-', '').toUpperCase();
    const text = `tillwatch-key-v1\n${terminalId}\n${publicKey}\n${by}\n`;
    const previous = previousKeyId === undefined ? undefined : this.keys.get(previousKeyId);
    const allowed =
      code === undefined ? previous && isSigned(previous, text, previousProof) : by === this.code.replaceAll('-', '');
    if (!allowed || !isSigned(publicKey, text, proof))
      return { status: 401, answer: { error: { code: 'signature-invalid' } } };
    if (code !== undefined) this.code = '';
    const keyId = createHash('sha256').update(Buffer.from(publicKey, 'base64url')).digest('hex').slice(0, 32);
    this.keys.set(keyId, publicKey);
    return { status: 201, answer: { keyId } };
  }

  private isGoodSeal({ source, epoch, sequence, data }: TerminalEvent): boolean {
    const { head, keyId, signature } = data as Record<string, string>;
    const before = this.held.get(`${epoch}/${Number(sequence) - 1}`);
    const text = `tillwatch-seal-v1\n${source.split('/')[2]}\n${epoch}\n${Number(sequence) - 1}\n${head}\n`;
    const key = this.keys.get(keyId!);
    return head === before?.hash && key !== undefined && isSigned(key, text, signature!);
  }

  private untilCommand(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wakeCommands.push(() => (clearTimeout(timer), resolve()));
    });
  }
}

function isSigned(publicKey: string, text: string, signature: string): boolean {
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
  return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'));
}
