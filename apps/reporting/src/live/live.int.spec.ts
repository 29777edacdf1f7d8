import { connect } from 'node:net';
import { alertOf, eventOf, startReporting, type ReportingFixture } from '../reporting.contract.js';

let reporting: ReportingFixture;
let origin: string;
let position = 0;

beforeAll(async () => {
  reporting = await startReporting();
  await reporting.app.listen(0, '127.0.0.1');
  origin = await reporting.app.getUrl();
});

afterAll(() => reporting.close());

interface Message {
  event: string;
  data: Record<string, unknown>;
}

/** A client as the console's: reads messages one by one, remembers the id. */
class Stream {
  lastEventId: string | undefined;
  private text = '';
  private readonly decoder = new TextDecoder();

  private constructor(
    private readonly reader: ReadableStreamDefaultReader<Uint8Array>,
    readonly headers: Headers,
  ) {}

  static async open(headers: Record<string, string> = {}): Promise<Stream> {
    const response = await fetch(`${origin}/v1/live`, { headers: { authorization: 'Bearer admin', ...headers } });
    expect(response.status).toBe(200);
    return new Stream(response.body!.getReader(), response.headers);
  }

  /** The next block, with whatever fields it has. */
  private async block(): Promise<Record<string, string>> {
    for (let end = this.text.indexOf('\n\n'); ; end = this.text.indexOf('\n\n')) {
      if (end >= 0) {
        const lines = this.text.slice(0, end).split('\n');
        this.text = this.text.slice(end + 2);
        const fields = Object.fromEntries(lines.map((line) => line.split(/: (.*)/s, 2) as [string, string]));
        this.lastEventId = fields['id'] ?? this.lastEventId;
        return fields;
      }
      const { done, value } = await this.reader.read();
      if (done) throw new Error('the stream ended');
      this.text += this.decoder.decode(value, { stream: true });
    }
  }

  async begun(): Promise<this> {
    expect(await this.block()).toMatchObject({ retry: '2000' });
    return this;
  }

  async next(): Promise<Message> {
    for (;;) {
      const { event, data } = await this.block();
      if (event) return { event, data: JSON.parse(data!) as Record<string, unknown> };
    }
  }

  close(): Promise<void> {
    return this.reader.cancel();
  }
}

/** One commit of the projector: an event of `operator`, its rows, and the notification. */
async function commit(operator: string): Promise<void> {
  const [at, event] = [Date.now(), ++position];
  const raised = alertOf(++position, { at, operator });
  await reporting.project([
    eventOf(event, 'LoginFailed', { at, operator, data: { reason: 'invalid-password' } }),
    raised,
  ]);
  const minute = new Date(Math.floor(at / 60_000) * 60_000).toISOString();
  const alerts = [raised.stream.slice('alert-'.length)];
  const payload = { position, alerts, operators: [operator], terminals: ['t-1'], counters: [minute] };
  await reporting.database.query('SELECT pg_notify($1, $2)', ['tillwatch_live', JSON.stringify(payload)]);
}

const kindsOf = async (stream: Stream, count: number): Promise<string[]> => {
  const kinds = [];
  for (let i = 0; i < count; i++) kinds.push((await stream.next()).event);
  return kinds;
};

it('sends the rows of a commit as the lists have them, the alert first', async () => {
  const stream = await (await Stream.open()).begun();
  await commit('o-1');
  const alert = await stream.next();
  expect(alert).toMatchObject({ event: 'alert', data: { operatorId: 'o-1', title: { en: expect.any(String) } } });
  expect(alert.data).toEqual((await reporting.ask(`/v1/alerts/${String(alert.data['id'])}`)).body);
  const operator = await stream.next();
  expect(operator).toMatchObject({ event: 'operator', data: (await reporting.ask('/v1/operators/o-1')).body });
  expect(await kindsOf(stream, 2)).toEqual(['terminal', 'counter']);
  await stream.close();
});

it('goes on after Last-Event-ID with what was missed', async () => {
  const first = await (await Stream.open()).begun();
  const id = first.lastEventId!;
  await first.close();
  await commit('o-2');
  await commit('o-3');
  const again = await Stream.open({ 'last-event-id': id });
  const operators = [];
  for (let i = 0; i < 8; i++) {
    const { event, data } = await again.next();
    if (event === 'operator') operators.push(data['id']);
  }
  expect(operators).toEqual(['o-2', 'o-3']);
  await again.close();
});

it('is not cached or buffered on the way, and carries the security headers', async () => {
  const stream = await Stream.open();
  expect(Object.fromEntries(stream.headers)).toMatchObject({
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    'x-content-type-options': 'nosniff',
  });
  await stream.close();
});

it('answers HEAD without opening a stream', async () => {
  expect((await reporting.ask('/v1/live', { method: 'HEAD' })).status).toBe(200);
});

it('tells clients to fetch again when too much changed to be named', async () => {
  const stream = await (await Stream.open()).begun();
  const payload = { position: ++position, alerts: [], operators: [], terminals: [], counters: [], more: true };
  await reporting.database.query('SELECT pg_notify($1, $2)', ['tillwatch_live', JSON.stringify(payload)]);
  expect(await stream.next()).toEqual({ event: 'resync', data: { position } });
  await stream.close();
});

it('A30 lets go of a client that never reads, and goes on serving one that does', async () => {
  const operators = Array.from({ length: 500 }, (_, i) => `slow-${i}`);
  const at = Date.now();
  const data = { reason: 'invalid-password' };
  await reporting.project(operators.map((operator) => eventOf(++position, 'LoginFailed', { at, operator, data })));
  const reading = await (await Stream.open()).begun();
  const { hostname, port } = new URL(origin);
  const stuck = connect(Number(port), hostname).pause();
  stuck.write('GET /v1/live HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer admin\r\n\r\n');

  const dropped = async (): Promise<boolean> => (await reporting.ask('/metrics')).text.includes('live_dropped_total 1');
  const payload = { position: 0, alerts: [], operators, terminals: [], counters: [], more: false };
  // What the kernel buffers on the way comes on top of our own limit.
  for (let rounds = 0; rounds < 200 && !(await dropped()); rounds++) {
    const next = JSON.stringify({ ...payload, position: ++position });
    await reporting.database.query('SELECT pg_notify($1, $2)', ['tillwatch_live', next]);
    for (let i = 0; i < operators.length; i++) expect((await reading.next()).event).toBe('operator');
  }
  expect(await dropped()).toBe(true);
  expect((await reporting.ask('/metrics')).text).toContain('tillwatch_live_clients 1');
  stuck.destroy();
  await reading.close();
});
