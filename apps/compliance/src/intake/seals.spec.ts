import { keyMessage, sealMessage } from '@tillwatch/domain';
import { type CloudEvent, eventHash, parseEvents, platformEvent } from '@tillwatch/events';
import { type EventStore, inMemoryEventStore } from '@tillwatch/event-store';
import { silentLog, uuidFromName } from '@tillwatch/kernel';
import { newKey, type SigningKey } from '@tillwatch/testing';
import { Intake } from './intake.js';
import { Journals } from './journals.js';
import { Teller } from './teller.fixture.js';

const now = Date.parse('2026-11-23T08:00:00Z');
const recordedtime = new Date(now).toISOString();
const [key, otherKey] = [newKey(), newKey()];
let store: EventStore;
let intake: Intake;
let reads: string[];

beforeEach(() => {
  const log = inMemoryEventStore();
  reads = [];
  store = { ...log, readStream: (stream, options) => (reads.push(stream), log.readStream(stream, options)) };
  restart();
});

function restart(): void {
  const journals = new Journals(store, async () => new Map());
  intake = new Intake({ store, journals, clock: () => now, log: silentLog, operatorKey: 'k' });
}

async function keyEvent(name: 'TerminalKeyRegistered' | 'TerminalKeyRevoked', data: object, terminalId = 't-1') {
  const stream = `keyring-${terminalId}`;
  const [last] = await store.readStream(stream, { backwards: true, limit: 1 });
  const expectedRevision = last?.revision ?? -1;
  const origin = { id: uuidFromName(`${stream}${expectedRevision}`), source: '/platform/terminals', tenant: 'default' };
  const event = platformEvent(name, { terminalId, ...data } as never, { ...origin, recordedtime });
  await store.append([{ stream, expectedRevision, events: [event] }]);
}

function register({ keyId, publicKey, sign }: SigningKey, terminalId = 't-1') {
  const proof = sign(keyMessage(terminalId, publicKey, 'X'));
  return keyEvent('TerminalKeyRegistered', { keyId, publicKey, via: 'enrolment', proof }, terminalId);
}

const revoke = ({ keyId }: SigningKey, drainUntil?: object) =>
  keyEvent('TerminalKeyRevoked', { keyId, reason: 'stolen', actor: 'admin', ...(drainUntil && { drainUntil }) });

async function send(...events: CloudEvent[]) {
  const parsed = parseEvents(Buffer.from(JSON.stringify(events)), 'batch');
  if (!parsed.ok) throw new Error(parsed.error.code);
  const answer = await intake.submit(parsed.value, 'default');
  expect(answer).toMatchObject({ accepted: events.length });
}

/** Marks of the seals in a terminal's stream, in its order. */
const marks = async (stream = 'terminal-t-1') =>
  (await store.readStream(stream))
    .filter(({ type }) => type.includes('ChainSealed'))
    .map(({ header }) => (JSON.parse(header) as { marks?: string[] }).marks);

it('takes a good seal without a word, in the batch of what it seals, later and after a restart', async () => {
  await register(key);
  const teller = new Teller();
  await send(teller.next(), teller.seal(key), teller.next());
  await send(teller.seal(key));
  restart();
  await send(teller.seal(key));
  expect(await marks()).toEqual([undefined, undefined, undefined]);
});

it('stores and marks what no key of this terminal signed (I23, I27)', async () => {
  await register(key);
  await register(otherKey, 't-2');
  const teller = new Teller();
  await send(teller.next(), teller.seal(otherKey), teller.seal(newKey()));
  await send(teller.seal(key, { signature: 'A'.repeat(86) }), teller.seal(key, { message: 'something else' }));
  expect(await marks()).toEqual(Array.from({ length: 4 }, () => ['seal-invalid']));
});

it('marks a second signature of the same seal, made by adding the order of the group (I28)', async () => {
  await register(key);
  const teller = new Teller();
  await send(teller.next());
  const head = eventHash((await lastEvent()) as CloudEvent);
  const good = Buffer.from(key.sign(sealMessage({ terminalId: 't-1', epoch: 5, sequence: 2, head })), 'base64url');
  const order = 2n ** 252n + 27742317777372353535851937790883648493n;
  const s = BigInt(`0x${Buffer.from(good.subarray(32)).reverse().toString('hex')}`) + order;
  const malleable = Buffer.concat([
    good.subarray(0, 32),
    Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse(),
  ]);
  await send(teller.seal(key, { signature: malleable.toString('base64url') }));
  expect(await marks()).toEqual([['seal-invalid']]);
});

it('marks a seal over another head than the one we hold, and one with nothing before it (I22)', async () => {
  await register(key);
  const teller = new Teller();
  await send(teller.next(), teller.seal(key, { head: 'cd'.repeat(32) }), teller.next(), teller.seal(key));
  const fresh = new Teller('t-1', 6);
  await send(fresh.seal(key, { head: 'cd'.repeat(32) }));
  expect(await marks()).toEqual([['chain-broken'], undefined, ['chain-broken']]);
});

it('compares the head with what we hold for a terminal that sends no prevhash', async () => {
  await register(key);
  const teller = new Teller();
  const bare = ({ prevhash, ...event }: CloudEvent): CloudEvent => (void prevhash, event);
  const first = bare(teller.next());
  await send(first, bare(teller.seal(key, { head: eventHash(first).toUpperCase() })));
  const second = bare(teller.next());
  await send(second, bare(teller.seal(key, { head: 'cd'.repeat(32) })));
  expect(await marks()).toEqual([undefined, ['chain-broken']]);
});

it('marks a seal of no place in a journal: it signs nothing', async () => {
  await register(key);
  const { epoch, sequence, ...event } = new Teller().seal(key, { head: 'cd'.repeat(32) });
  void [epoch, sequence];
  await send(event);
  expect(await marks()).toEqual([['seal-invalid']]);
});

it('knows of a revocation at the next seal, and marks apart what was still expected (I25, I26)', async () => {
  await register(key);
  const teller = new Teller();
  await send(teller.next(), teller.seal(key));
  await revoke(key, { epoch: 5, sequence: 4 }); // by another instance: nobody tells this one
  await send(teller.next(), teller.seal(key), teller.next(), teller.seal(key));
  expect(await marks()).toEqual([undefined, ['after-revocation', 'drained'], ['after-revocation']]);
});

it('lets a successor take over within an epoch, and the replaced key seal nothing after it, also after a restart', async () => {
  await register(key);
  const teller = new Teller();
  await send(teller.next(), teller.seal(key));
  await register(otherKey);
  await send(teller.next(), teller.seal(key), teller.seal(otherKey));
  restart();
  await send(teller.next(), teller.seal(key), teller.seal(otherKey));
  expect(await marks()).toEqual([undefined, undefined, undefined, ['seal-invalid'], undefined]);
});

it('reads the keyrings of the terminals that seal, once per round, and no others', async () => {
  await register(key);
  const [teller, other] = [new Teller(), new Teller('t-2')];
  reads.length = 0;
  await send(teller.next(), other.next(), teller.seal(key), teller.next(), teller.seal(key));
  expect(reads.filter((stream) => stream.startsWith('keyring-'))).toEqual(['keyring-t-1']);
});

async function lastEvent(): Promise<object> {
  const [stored] = await store.readStream('terminal-t-1', { backwards: true, limit: 1 });
  const { tenant, datahash, recordedtime: recorded, ...sent } = JSON.parse(stored!.header) as Record<string, unknown>;
  void [tenant, datahash, recorded];
  return { ...sent, data: JSON.parse(stored!.data) as object };
}
