import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AlertView, IntakeAnswer, Role } from '@tillwatch/api';
import { type EventStore, postgresEventStore, type StoredEvent } from '@tillwatch/event-store';
import type { EventHeader } from '@tillwatch/events';
import type { Problem } from '@tillwatch/kernel';
import { silentLog } from '@tillwatch/kernel';
import { connect, type Database, launchEmbedded, prepareRoles } from '@tillwatch/postgres';
import { adminToken, ingestToken, Product } from '../chaos/product.ts';
import { exchange, post, type Reply } from './wire.ts';

export const single = 'application/cloudevents+json';
export const batch = 'application/cloudevents-batch+json';
export const authorization = `Bearer ${ingestToken}`;

export type Event = Record<string, unknown> & { id: string };
export type Answer = Reply & { body: Partial<IntakeAnswer> & { error?: Problem } };

export interface Asked {
  /** Empty: none. */
  token?: string;
  headers?: Record<string, string>;
  body?: unknown;
}

export type ApiAnswer = Reply & { body: Record<string, unknown> & { error?: Problem }; code: string | undefined };

export const password = 'correct horse battery';

const settleMs = 20_000;
const pollMs = 50;
const lockedMs = 1_500;

/** A stack's line, a file of ours or of a library: nothing an answer may show. */
const innards = /\n\s+at |node_modules|\.[jt]s:\d+|Error:/;

/** The product, running, seen from outside and, beside it, from its database. */
export class System {
  private constructor(
    readonly product: Product,
    /** As the owner of the database. */
    readonly owner: Database,
    readonly store: EventStore,
    private readonly app: Database,
  ) {}

  static async start(): Promise<System> {
    const product = await Product.prepare();
    try {
      await product.start();
      await product.ready();
      const server = await launchEmbedded({ folder: join(product.folder, 'postgres'), log: silentLog });
      const owner = connect({ url: server.url, applicationName: 'bad-input-owner' });
      const app = connect({ url: await prepareRoles(server.url), applicationName: 'bad-input' });
      return new System(product, owner, postgresEventStore(app), app);
    } catch (error) {
      await product.remove();
      throw error;
    }
  }

  /** Resolves to the product's exit status. */
  async stop(): Promise<number | null> {
    await this.owner.close();
    await this.app.close();
    try {
      return await this.product.stop();
    } finally {
      await this.product.remove();
    }
  }

  get eventsUrl(): string {
    return `${this.product.url}/v1/events`;
  }

  /** `route`: `GET /v1/overview`, put on the wire as it is. An administrator asks unless said. */
  async ask(route: string, { token = adminToken, headers = {}, body }: Asked = {}): Promise<ApiAnswer> {
    const [method, path] = route.split(/ (.*)/s) as [string, string];
    const reply = await exchange(this.product.url, {
      ...{ method, path },
      headers: {
        ...(token !== '' && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    expect(reply.status).toBeLessThan(500);
    expect(reply.text).not.toMatch(innards);
    const isJson = String(reply.headers['content-type']).startsWith('application/json');
    const json = (isJson ? JSON.parse(reply.text) : {}) as ApiAnswer['body'];
    return { ...reply, body: json, code: json.error?.code };
  }

  /** Somebody with a password of their own; resolves to their account's id. */
  async person(username: string, roles: readonly Role[], stores?: readonly string[]): Promise<string> {
    const wanted = { username, name: username, kind: 'person', roles, ...(stores && { stores }) };
    const { body } = await this.ask('POST /v1/accounts', { body: wanted });
    const link = await this.ask(`POST /v1/accounts/${String(body['id'])}/setup-links`);
    const set = { code: link.body['code'], password };
    expect((await this.ask('POST /v1/setup', { token: '', body: set })).status).toBe(200);
    return body['id'] as string;
  }

  /** What the browser of somebody who has just signed in sends: the cookie, and where its page is from. */
  async session(username: string, given = password): Promise<Asked & { headers: Record<string, string> }> {
    const body = { username, password: given };
    const { status, headers } = await this.ask('POST /v1/sessions', { token: '', body });
    expect(status).toBe(200);
    return { token: '', headers: { cookie: headers['set-cookie']![0]!.split(';')[0]!, origin: this.product.url } };
  }

  /** Whatever is sent, no answer is a 5xx or shows how we are made. */
  async send(content: unknown, type = single, headers: Record<string, string> = {}): Promise<Answer> {
    const body = Buffer.isBuffer(content) || typeof content === 'string' ? content : JSON.stringify(content);
    const reply = await post(this.eventsUrl, { 'content-type': type, authorization, ...headers }, body);
    expect(reply.status).toBeLessThan(500);
    expect(reply.text).not.toMatch(innards);
    return { ...reply, body: JSON.parse(reply.text) as Answer['body'] };
  }

  /** The event must be taken; resolves to what the log holds of it. */
  async stored(event: Event, status = 'stored'): Promise<StoredEvent & { head: EventHeader }> {
    const { status: code, body } = await this.send(event);
    expect([code, body.results?.[0]]).toMatchObject([200, { id: event.id, status }]);
    const [kept] = await this.store.readAll(body.results![0]!.position! - 1, 1);
    return { ...kept!, head: JSON.parse(kept!.header) as EventHeader };
  }

  async get<View>(path: string): Promise<View> {
    const answer = await fetch(`${this.product.url}${path}`, { headers: { authorization: `Bearer ${adminToken}` } });
    expect(answer.status).toBe(200);
    return (await answer.json()) as View;
  }

  /** Waits for an alert of this rule about this terminal or operator. */
  async alert(rule: string, about: string): Promise<AlertView> {
    for (const deadline = Date.now() + settleMs; Date.now() < deadline; await sleep(pollMs)) {
      const { items } = await this.get<{ items: AlertView[] }>(`/v1/alerts?rule=${rule}`);
      const found = items.find(({ key }) => key === about);
      if (found) return found;
    }
    throw new Error(`no alert ${rule} about ${about}`);
  }

  /** Nothing can be appended meanwhile; kept short, because the product waits only 2 s for a lock. */
  whileLogIsLocked<T>(work: (untilSoon: (isDone: () => boolean) => Promise<void>) => Promise<T>): Promise<T> {
    return this.owner.transaction(async (tx) => {
      await tx.query('SELECT position FROM tillwatch.log_head FOR UPDATE');
      return work(async (isDone) => {
        for (const until = Date.now() + lockedMs; !isDone() && Date.now() < until;) await sleep(pollMs);
      });
    });
  }

  /** In bytes, as the process itself reports it. */
  async residentMemory(): Promise<number> {
    const metrics = await (await fetch(`${this.product.url}/metrics`)).text();
    return Number(/^process_resident_memory_bytes (\S+)/m.exec(metrics)![1]);
  }
}

/** A valid event of a terminal. */
export function event(terminal: string, changes: Record<string, unknown> = {}): Event {
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: `/terminals/${terminal}`,
    type: 'tillwatch.Heartbeat.v1',
    time: new Date().toISOString(),
    data: { queued: 0 },
    ...changes,
  };
}
