import { NO_STREAM, type EventStore, type NewEvent } from '@tillwatch/event-store';
import { platformEvent } from '@tillwatch/events';
import { uuidFromName } from '@tillwatch/kernel';
import { beat, cases, day, hour, login, said, shift, standing, trained } from './deadline-cases.contract.js';
import type { Saying, Step } from './deadline-cases.contract.js';
import { encodeTold, mulberry32, noon, shuffled, type Told } from './live-log.contract.js';

/** One event of a story, ready to be appended. */
export interface Line {
  stream: string;
  event: NewEvent;
  /** Terminals tell things in any order; what people say is recorded as they say it. */
  isTold: boolean;
}

/** What reaches us before deadlines are judged for the first time, and between that and the second. */
export type Story = readonly [readonly Line[], readonly Line[]];

/** When they are judged, seconds after noon. */
export const judgedAt = [100 * day, 140 * day] as const;

const STEPS = 16;
const places = [{ terminal: 't-1' }, { terminal: 't-2' }, { terminal: 't-2', operator: 'o-2' }];

const session = (n: number) => ({ data: { sessionId: `s${n}`, factors: ['pin'] } });
const tellings: readonly ((at: number, n: number) => Told)[] = [
  (at, n) => login(0, at, session(n)),
  (at, n) => login(0, at, session(n)),
  (at, n) => login(0, at, { name: 'LoggedOut', data: { sessionId: `s${n}`, reason: 'operator' } }),
  (at) => login(0, at, { name: 'PasswordReset', data: { channel: 'vendor', actor: 'a', temporary: true } }),
  (at) => login(0, at, { name: 'PasswordChanged', data: {} }),
  (at) => login(0, at, { name: 'ChainSealed', data: { keyId: 'k' } }),
  (at) => beat(0, at),
  (at, n) => standing(0, at, 24.48 + n / 20),
];

const openings: readonly Saying[] = [
  said('operator-o-1', 'OperatorRegistered', 0),
  said('registry-t-1', 'TerminalRegistered', 0),
  cases.find(({ id }) => id === 'R30h')!.given[0] as Saying,
];
const [raised] = openings.slice(-1);
const sayings: readonly ((at: number, n: number) => Saying)[] = [
  ...[1, 2].map(() => (at: number) => said('operator-o-1', 'OperatorSuspended', at)),
  (at) => said('operator-o-1', 'OperatorResumed', at),
  (at) => trained(at - hour, at),
  ...[1, 2].map((i) => (at: number, n: number) => shift(at + n * i * hour, at + (n + 8) * i * hour, 'work', at)),
  (at, n) => said('registry-t-1', 'InspectionScheduled', at, { everyDays: 20 + 20 * n }),
  (at) => said('terminal-t-1', 'TerminalInspected', at),
  (at) => said('audit-read-o-1', 'AuditDataRead', at, { actor: 'o-1', id: 'O-1' }),
  (at) => ({ stream: raised!.stream, say: 'AlertAcknowledged', at, data: { actor: 'a' } }),
];

/** The same for the same seed, in order of time, of operators and terminals that no other story has to do with. */
export function storyOf(seed: number): Story {
  const random = mulberry32(seed);
  const journals = new Map<string, number>();
  const story: [Line[], Line[]] = [[], []];
  for (const [index, step] of stepsOf(random).entries()) {
    const isTold = 'terminal' in step;
    const chapter = step.at > judgedAt[0] || (isTold && random() < 0.15) ? 1 : 0;
    const line = isTold
      ? { ...step, ...nextPlace(journals, step, random), recorded: judgedAt[chapter] }
      : { ...step, id: uuidFromName(`${seed}/${index}`) };
    story[chapter].push(lineOf(own(line, seed)));
  }
  return story;
}

function stepsOf(random: () => number): Step[] {
  const below = (n: number) => Math.floor(random() * n);
  const pick = <Item>(items: readonly Item[]): Item => items[below(items.length)]!;
  // Some deadlines look back a few days only, others count from months ago.
  const times = Array.from({ length: STEPS }, () => pick(judgedAt) - below(pick([2 * day, 100 * day])) - 1);
  const lived = times.sort((a, b) => a - b).map((at) => {
    return random() < 0.3 ? pick(sayings)(at, below(3)) : { ...pick(tellings)(at, below(3)), ...pick(places) };
  }); // prettier-ignore
  return [...openings, ...lived];
}

/** In its terminal's journal; one event in twelve never arrives. */
function nextPlace(journals: Map<string, number>, { terminal, at }: Told, random: () => number) {
  const epoch = terminal === 't-2' && at > 40 * day ? 2 : 1;
  const journal = `${terminal}/${epoch}`;
  const sequence = (journals.get(journal) ?? 0) + (random() < 1 / 12 ? 2 : 1);
  journals.set(journal, sequence);
  return { epoch, sequence };
}

/** With names of this story alone. */
function own<Value>(value: Value, seed: number): Value {
  const text = JSON.stringify(value)
    .replaceAll(/\b([OoTt]-[12])\b/g, `$1-${seed}`)
    .replaceAll(raised!.stream, `alert-${uuidFromName(`alert ${seed}`)}`)
    .replaceAll(/"shiftId":"..../g, `"shiftId":"${String(seed).padStart(4, '0')}`);
  return JSON.parse(text) as Value;
}

function lineOf(line: Told | (Saying & { id: string })): Line {
  if ('terminal' in line) return { stream: `terminal-${line.terminal}`, event: encodeTold(line), isTold: true };
  const recordedtime = new Date(noon + line.at * 1_000).toISOString();
  const origin = { id: line.id, source: '/platform/people', tenant: 'default', recordedtime };
  return { stream: line.stream, event: platformEvent(line.say, line.data as never, origin), isTold: false };
}

/** The lines in an order in which they may reach us: those of terminals in any. */
export function arriving(lines: readonly Line[], seed: number): Line[] {
  const sayings = lines.filter(({ isTold }) => !isTold).values();
  return shuffled(lines, seed).map((line) => (line.isTold ? line : sayings.next().value!));
}

/** Appends stories side by side: the first line of each, then the second of each. */
export async function tell(
  store: Pick<EventStore, 'append'>,
  stories: readonly (readonly Line[])[],
  revisions: Map<string, number>,
): Promise<void> {
  for (let n = 0; stories.some((lines) => n < lines.length); n++) {
    const appends = stories.flatMap((lines) => lines.slice(n, n + 1)).map(({ stream, event }) => {
      const expectedRevision = revisions.get(stream) ?? NO_STREAM;
      revisions.set(stream, expectedRevision + 1);
      return { stream, expectedRevision, events: [event] };
    }); // prettier-ignore
    const refused = (await store.append(appends)).find(({ ok }) => !ok);
    if (refused) throw new Error(`The story was not taken: ${JSON.stringify(refused)}`);
  }
}
