import { verify, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { canonicalJson, sha256Hex } from '@tillwatch/kernel';

interface Event {
  id: string;
  type: string;
  epoch: number;
  sequence: string;
  prevhash?: string;
  data: Record<string, string>;
}

const cutReplies = 0.1;
const busyReplies = 0.05;

/** What the platform promises a terminal, in memory, behind a network that cuts replies after the work was done. */
export class AgentReceiver {
  duplicates = 0;
  url = '';
  private readonly held = new Map<string, { event: Event; hash: string }>();
  private readonly conflicts: string[] = [];
  private readonly random: () => number;
  private readonly server = createServer((request, response) => void this.serve(request, response));

  constructor(random: () => number) {
    this.random = random;
  }

  async start(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.url = `http://127.0.0.1:${(this.server.address() as { port: number }).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  get size(): number {
    return this.held.size;
  }

  /** Everything wrong with what came, given what the terminal was told is safe; by kind, empty when nothing is. */
  check(told: ReadonlySet<string>, publicKey: KeyObject, terminalId: string): Record<string, string[]> {
    const ids = new Map<string, string>();
    const wrong: Record<'doubled' | 'gaps' | 'chain' | 'seals', string[]> = {
      doubled: [],
      gaps: [],
      chain: [],
      seals: [],
    };
    let before: { event: Event; hash: string } | undefined;
    const openings: string[] = [];
    for (const one of this.ordered()) {
      const { id, epoch, sequence, prevhash, type, data } = one.event;
      const place = `${epoch}/${sequence}`;
      const follows = before?.event.epoch === epoch;
      if (!follows) openings.push(`${place} ${JSON.stringify(data)}`);
      if (ids.has(id)) wrong.doubled.push(`${id} is at ${ids.get(id)} and at ${place}`);
      ids.set(id, place);
      if (Number(sequence) !== (follows ? Number(before!.event.sequence) + 1 : 1)) wrong.gaps.push(`before ${place}`);
      if (prevhash !== (follows ? before!.hash : undefined)) wrong.chain.push(`at ${place}`);
      if (type === 'tillwatch.ChainSealed.v1') {
        const statement = `tillwatch-seal-v1\n${terminalId}\n${epoch}\n${before!.event.sequence}\n${before!.hash}\n`;
        const isGood = verify(null, Buffer.from(statement), publicKey, Buffer.from(data['signature']!, 'base64url'));
        if (!isGood || data['head'] !== before!.hash) wrong.seals.push(`at ${place}`);
      }
      before = one;
    }
    const lost = [...told].filter((id) => !ids.has(id));
    return { lost, ...wrong, conflicts: this.conflicts, epochs: openings.slice(1) };
  }

  private ordered(): { event: Event; hash: string }[] {
    return [...this.held.values()].sort(
      ({ event: one }, { event: other }) => one.epoch - other.epoch || Number(one.sequence) - Number(other.sequence),
    );
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request).catch(() => undefined);
    if (body === undefined) return;
    const { pathname, searchParams } = new URL(request.url!, this.url);
    const draw = this.random();
    if (draw < busyReplies) return void response.writeHead(503).end();
    const answer = pathname === '/v1/events' ? this.take(body) : this.other(pathname, searchParams);
    if (draw < busyReplies + cutReplies) return void request.socket.destroy();
    if (!answer) return void response.writeHead(404).end();
    response.writeHead(200, { 'tillwatch-time': String(Date.now()) });
    response.end(JSON.stringify(answer));
  }

  private take(body: string): object {
    const results = (JSON.parse(body) as Event[]).map((event) => {
      const place = `${event.epoch}/${event.sequence}`;
      const hash = sha256Hex(canonicalJson(event));
      const known = this.held.get(place);
      if (known && known.hash !== hash) this.conflicts.push(place);
      if (known) this.duplicates++;
      else this.held.set(place, { event, hash });
      return { id: event.id, status: !known ? 'stored' : known.hash === hash ? 'duplicate' : 'conflict' };
    });
    return { results };
  }

  private other(pathname: string, asked: URLSearchParams): object | undefined {
    if (!pathname.endsWith('/journal')) return undefined;
    const [epoch, sequence] = [Number(asked.get('epoch')), Number(asked.get('sequence'))];
    const all = this.ordered();
    const place = ({ event, hash }: { event: Event; hash: string }): object => ({
      epoch: event.epoch,
      sequence: Number(event.sequence),
      hash,
    });
    const head = all.at(-1);
    const at = all.findLast(({ event }) => event.epoch === epoch && Number(event.sequence) <= sequence);
    return { ...(head && { head: place(head) }), ...(at && { at: place(at) }) };
  }
}
