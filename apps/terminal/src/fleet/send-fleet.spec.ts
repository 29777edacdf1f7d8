import type { IntakeAnswer } from '@tillwatch/api';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TerminalEvent } from '../journal/terminal-event.js';
import { planScenario } from './plan-scenario.js';
import { sendFleet, sentLines, type SendOptions } from './send-fleet.js';

const plan = planScenario('brute-force', { seed: 3, terminals: 3, start: Date.parse('2026-03-01T00:00:00Z') });
const planned = plan.terminals.flatMap(({ entries }) => entries);

/** What a server does with a request instead of storing it. */
type Mishap = { status: number; retryAfter?: string } | 'cut' | 'store-and-cut' | undefined;

interface Intake {
  url: string;
  stored: Map<string, TerminalEvent>;
  /** Batches under way per terminal, at most. */
  mostAtOnce: number;
  contentTypes: Set<string | undefined>;
  requests: number;
}

let server: Server;
afterEach(() => new Promise((closed) => (server.closeAllConnections(), server.close(closed))));

/** Keeps what it is sent, knows what it has; `mishap` decides by the number of the request, from 1. */
async function startIntake(mishap: (request: number) => Mishap, status?: 'rejected'): Promise<Intake> {
  const underWay = new Map<string, number>();
  const intake: Intake = { url: '', stored: new Map(), mostAtOnce: 0, contentTypes: new Set(), requests: 0 };
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const events = JSON.parse(body) as TerminalEvent[];
    const source = events[0]!.source;
    underWay.set(source, (underWay.get(source) ?? 0) + 1);
    intake.mostAtOnce = Math.max(intake.mostAtOnce, underWay.get(source)!);
    intake.contentTypes.add(request.headers['content-type']);
    const happens = mishap(++intake.requests);
    await new Promise((soon) => setTimeout(soon, 1));
    underWay.set(source, underWay.get(source)! - 1);
    if (happens === 'cut') return request.socket.destroy();
    if (typeof happens === 'object') {
      response.writeHead(happens.status, happens.retryAfter ? { 'retry-after': happens.retryAfter } : {});
      return response.end('{"error":{"code":"unavailable"}}');
    }
    const results = events.map((event) => {
      const known = intake.stored.has(event.id);
      if (!status) intake.stored.set(event.id, event);
      return { id: event.id, status: status ?? (known ? 'duplicate' : 'stored') };
    });
    if (happens === 'store-and-cut') return request.socket.destroy();
    return response.end(JSON.stringify({ results } as IntakeAnswer));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  intake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return intake;
}

const send = (intake: Intake, more: Partial<SendOptions> = {}) =>
  sendFleet(plan, { url: intake.url, token: 'secret', ...more });

it('delivers the whole plan, one batch of a terminal at a time, and counts repeats as duplicates', async () => {
  const intake = await startIntake(() => undefined);
  const tally = await send(intake);
  expect([...intake.stored.values()].map(({ id }) => id).sort()).toEqual(planned.map(({ event }) => event.id).sort());
  expect(tally).toMatchObject({ stored: planned.length, conflicts: 0, rejected: 0, retries: 0, problems: [] });
  expect(tally.duplicates).toBe(tally.events - planned.length);
  expect(tally.duplicates).toBeGreaterThan(0);
  expect(intake.mostAtOnce).toBe(1);
  expect(intake.contentTypes).toEqual(new Set(['application/cloudevents-batch+json']));
});

it('tries again after 503, 429 and a cut connection, and loses nothing when an answer is lost', async () => {
  const mishaps: Mishap[] = [{ status: 503, retryAfter: '1' }, { status: 429 }, 'cut', 'store-and-cut'];
  const intake = await startIntake((request) => mishaps[request - 1]);
  const waits: number[] = [];
  const tally = await send(intake, { onRetry: (_, __, waitMs) => waits.push(waitMs) });
  expect(tally).toMatchObject({ retries: 4, conflicts: 0, rejected: 0 });
  expect(tally.stored + tally.duplicates).toBe(tally.events);
  expect(intake.stored.size).toBe(planned.length);
  expect(waits.filter((wait) => wait >= 1_000)).toHaveLength(1);
});

it('counts a rejected event and says which', async () => {
  const intake = await startIntake(() => undefined, 'rejected');
  const tally = await send(intake);
  expect(tally.rejected).toBe(tally.events);
  expect(tally.problems).toHaveLength(20);
});

it('stops at once when the platform refuses the token', async () => {
  const intake = await startIntake(() => ({ status: 401 }));
  await expect(send(intake)).rejects.toThrow('HTTP 401');
  expect(intake.requests).toBeLessThanOrEqual(plan.terminals.length);
});

it('gives up when retries last too long, and stops when it is told to', async () => {
  const intake = await startIntake(() => ({ status: 503 }));
  await expect(send(intake, { giveUpAfterMs: 300 })).rejects.toThrow('Gave up');
  await expect(send(intake, { signal: AbortSignal.timeout(100) })).rejects.toThrow();
});

it('prints every event it sent, byte for byte, with what came of it', async () => {
  const intake = await startIntake(() => undefined);
  let out = '';
  await send(intake, { onAnswer: (answered) => (out += sentLines(answered)) });
  const lines = out.trimEnd().split('\n');
  const stored = lines.filter((line) => line.startsWith('{"status":"stored"'));
  const events = stored.map((line) => line.slice('{"status":"stored","event":'.length, -1));
  expect(events.sort()).toEqual(planned.map(({ text }) => text).sort());
});
