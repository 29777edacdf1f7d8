import type { AlertView, IntakeAnswer, OperatorView, TerminalView, TimelineEntry } from '@tillwatch/api';
import { canonicalJson } from '@tillwatch/kernel';
import { planScenario, sendFleet, startEndingAt, type PlannedFleet, type PlannedTerminal } from '@tillwatch/terminal';
import { ask, read, readAll, send } from './api.js';
import { cleanUp, dataFolder, ingestToken, startProduct, type Product } from './product.js';

const hourMs = 3_600_000;

let product: Product;
let plan: PlannedFleet;
let beforeDelivery: string;

beforeAll(async () => {
  plan = planScenario('shop-day', { seed: 7, start: startEndingAt('shop-day', Date.now() - hourMs) });
  product = await startProduct({ folder: await dataFolder() });
  beforeDelivery = new Date().toISOString();
  const tally = await sendFleet(plan, { url: product.url, token: ingestToken });
  expect(tally).toMatchObject({ stored: plannedPlaces().length, conflicts: 0, rejected: 0 });
});
afterAll(cleanUp);

it('raises exactly the alerts the day declares, and none for ordinary operators', async () => {
  const alerts = await openAlerts(product);
  const counts = Object.entries(Object.groupBy(alerts, ({ rule, key }) => `${rule} ${key}`));
  expect(counts.map(([which, found]) => `${which} × ${found?.length}`).sort()).toEqual(
    plan.expects.map(({ rule, key, count }) => `${rule} ${key} × ${count}`).sort(),
  );
});

it('holds in its timelines exactly what was sent, in its place', async () => {
  const held = await Promise.all(
    plan.terminals.map(async ({ id }) => {
      const entries = await readAll<TimelineEntry>(product.url, `/v1/terminals/${id}/timeline`);
      return entries.map((entry) => place(id, entry.epoch, entry.sequence, entry.id, Date.parse(entry.time)));
    }),
  );
  expect(held.flat().sort()).toEqual(plannedPlaces());
});

it('knows every terminal to have told everything', async () => {
  const terminals = await readAll<TerminalView>(product.url, '/v1/terminals');
  expect(terminals.map(({ id, openGaps, journal }) => ({ id, openGaps, sequence: journal?.sequence }))).toEqual(
    plan.terminals
      .map(({ id, entries }) => ({ id, openGaps: [], sequence: entries.length }))
      .sort((one, other) => (one.id < other.id ? -1 : 1)),
  );
  for (const { id, chainBreaks, conflicts, unmapped } of terminals) {
    expect({ id, chainBreaks, conflicts, unmapped }).toEqual({ id, chainBreaks: 0, conflicts: 0, unmapped: 0 });
  }
});

it('answers what was known before a terminal came back online, and what is known of that time now', async () => {
  const terminal = offlineTerminal();
  const guessed = terminal.entries.findLast(
    ({ event }) => event.type.includes('LoginFailed') && event.data['reason'] === 'invalid-password',
  )!.event;
  const operator = `/v1/operators/${encodeURIComponent(guessed.subject!)}`;
  const after = new Date(Date.parse(guessed.time) + hourMs).toISOString();
  const before = new Date(Date.parse(guessed.time) - hourMs).toISOString();
  expect(await ask(product.url, `${operator}?asOf=${after}&knownAt=${beforeDelivery}`)).toMatchObject({ status: 404 });
  expect(await ask(product.url, `${operator}?asOf=${before}`)).toMatchObject({ status: 404 });
  const state = await read<OperatorView>(product.url, `${operator}?asOf=${after}`);
  expect(state).toMatchObject({ consecutiveFailures: 3, status: 'active', lastFailure: { terminalId: terminal.id } });
  expect(await read<OperatorView>(product.url, `${operator}?asOf=${after}&knownAt=${now()}`)).toEqual(state);
});

it('marks the alert of a terminal that was offline for two days as late', async () => {
  const { id } = offlineTerminal();
  const [alert] = (await openAlerts(product)).filter(({ terminalId }) => terminalId === id);
  expect(alert).toMatchObject({ rule: 'R2', key: `terminal:${id}`, late: true });
  expect(alert!.lateByMs).toBeGreaterThan(24 * hourMs);
});

it('says of a locked operator that it was locked then, and why', async () => {
  const lock = plan.terminals
    .flatMap(({ entries }) => entries)
    .find(({ event }) => event.type.includes('OperatorLocked'))!.event;
  const asOf = new Date(Date.parse(lock.time) + 5 * 60_000).toISOString();
  const operator = `/v1/operators/${lock.subject}`;
  expect(await read(product.url, `${operator}?asOf=${asOf}`)).toMatchObject({
    status: 'locked',
    lock: { reason: 'too-many-failures' },
  });
  expect(await read(product.url, operator)).toMatchObject({ status: 'active' });
});

it('takes the whole day again as duplicates, and changes nothing', async () => {
  const before = await openAlerts(product);
  const tally = await sendFleet(plan, { url: product.url, token: ingestToken });
  expect(tally).toMatchObject({ stored: 0, conflicts: 0, rejected: 0, duplicates: tally.events });
  expect(canonicalJson(await openAlerts(product))).toBe(canonicalJson(before));
});

it('comes to the same alerts and operators, byte for byte, whatever the order and however often', async () => {
  const second = await startProduct({ folder: await dataFolder() });
  await deliverShuffled(second);
  expect(await withoutArrival(second)).toEqual(await withoutArrival(product));
});

function offlineTerminal(): PlannedTerminal {
  const guessedAt = new Set(plan.expects.filter(({ rule }) => rule === 'R2').map(({ key }) => key));
  return plan.terminals.find(
    ({ id, deliveries }) => guessedAt.has(`terminal:${id}`) && deliveries.some(({ why }) => why === 'late'),
  )!;
}

function place(terminal: string, epoch: number | undefined, sequence: unknown, id: string, time: number): string {
  return `${terminal} ${epoch}/${String(sequence)} ${id} ${time}`;
}

function plannedPlaces(): string[] {
  return plan.terminals
    .flatMap((terminal) => terminal.entries.map(({ event }) => ({ terminal: terminal.id, event })))
    .map(({ terminal, event: { epoch, sequence, id, time } }) => place(terminal, epoch, sequence, id, Date.parse(time)))
    .sort();
}

function openAlerts({ url }: Product): Promise<AlertView[]> {
  return readAll<AlertView>(url, '/v1/alerts?status=open');
}

const clocks = ['raisedAt', 'openedAt', 'acknowledgeBy', 'resolveBy', 'overdue'];
const ofArrival = new Set([...clocks, 'late', 'lateByMs', 'position', 'revision']);

/** Alerts, and operators when the day was over, as canonical JSON without what tells when something arrived. */
async function withoutArrival({ url }: Product): Promise<string[]> {
  const asOf = new Date(plan.end).toISOString();
  const alerts = await readAll<AlertView>(url, '/v1/alerts?status=open');
  const operators = await readAll<OperatorView>(url, '/v1/operators');
  const then = await Promise.all(
    operators.map(({ id }) => read<OperatorView>(url, `/v1/operators/${encodeURIComponent(id)}?asOf=${asOf}`)),
  );
  const lasting = [
    ...alerts.map((alert) => Object.fromEntries(Object.entries(alert).filter(([name]) => !ofArrival.has(name)))),
    ...then.map(({ position: _, ...operator }) => operator),
  ];
  return lasting.map((view) => canonicalJson(view)).sort();
}

/** Every batch of the plan twice, in an order that has nothing to do with the plan's, several to a request. */
async function deliverShuffled({ url }: Product): Promise<void> {
  const batches = plan.terminals.flatMap(({ entries, deliveries }) =>
    deliveries.map(({ from, to }) => entries.slice(from, to).map(({ text }) => text)),
  );
  const waiting = shuffled([...batches, ...batches], 11);
  const senders = Array.from({ length: 4 }, async () => {
    while (waiting.length > 0) {
      const { status, body } = await send(url, `[${waiting.splice(0, 12).flat().join(',')}]`);
      const { conflicts, rejected } = body as IntakeAnswer;
      expect({ status, conflicts, rejected }).toEqual({ status: 200, conflicts: 0, rejected: 0 });
    }
  });
  await Promise.all(senders);
}

/** Fisher and Yates, drawing from a linear congruential generator (Numerical Recipes), so that a failure comes again. */
function shuffled<Item>(items: Item[], seed: number): Item[] {
  let state = seed;
  for (let last = items.length - 1; last > 0; last--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = state % (last + 1);
    [items[last], items[other]] = [items[other]!, items[last]!];
  }
  return items;
}

function now(): string {
  return new Date().toISOString();
}
