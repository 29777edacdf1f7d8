import { resetChannels, type PayloadOf, type ResetChannel } from '@tillwatch/events';
import fc from 'fast-check';
import {
  checklists,
  evolveRecovery,
  type RecoveryAction,
  type RecoveryCase,
  type RecoveryEvent,
} from './recovery-case.js';
import { decideRecovery, type RecoveryCommand, type RecoveryFacts } from './recovery-decide.js';
import { expireRecovery, observeRecovery, type TerminalFact } from './recovery-observe.js';
import { approve, at, cause, device, execute, id, noon, papers, requested, reset, uuid, verify } from './recovery.fixture.js'; // prettier-ignore

const people = ['li.na', 'zhao', 'wang', 'o-7', 'Wang', 'sun'];
const exception = { storeId: 's-1', person: 'wang', registered: { by: 'zhao', at: at(-99) }, until: at(9_999) };

interface Move {
  by: string;
  what: 'command' | 'fact' | 'expire';
  command: RecoveryCommand;
  fact: TerminalFact;
  facts: RecoveryFacts;
}

/** Everything a case can be told, the useful far more often, so that many runs get to the end. */
const aMove = (channel: ResetChannel): fc.Arbitrary<Move> => {
  const evidence = papers(channel).map((step) => (step as [string, RecoveryCommand])[1]);
  const stray = papers('bank').map((step) => (step as [string, RecoveryCommand])[1]);
  const useful = fc.constantFrom<RecoveryCommand>(cause, ...evidence, verify(channel), approve, approve, execute);
  const rest = fc.constantFrom<RecoveryCommand>(
    ...stray,
    verify(channel, false),
    verify('vendor'),
    { kind: 'verify', confirmed: true, device: { ...device, serial: 'other' } },
    { kind: 'assign', assignee: 'sun' },
    { kind: 'close', comment: 'no cards' },
    { kind: 'reject', reason: 'no' },
    { kind: 'withdraw', reason: 'no' },
  );
  const resets = [reset(30, { channel }), reset(400, { channel }), reset(400, { channel: 'bank' }, 'till-8')];
  const facts = fc.record({
    approversOf: fc.constantFrom([], [], [], ['wang'], ['o-7'], ['sun']),
    device: fc.constantFrom(device, device, { ...device, serial: 'other' }),
    contactSince: fc.constantFrom(at(-30 * 1_440), at(-30 * 1_440), at(-60)),
    exception: fc.constantFrom(undefined, undefined, exception, {
      ...exception,
      registered: { by: 'wang', at: at(-99) },
    }),
  });
  return fc.record({
    by: fc.constantFrom(...people),
    what: fc.constantFrom('command', 'command', 'command', 'command', 'command', 'command', 'fact', 'expire'),
    command: fc.oneof({ weight: 6, arbitrary: useful }, { weight: 1, arbitrary: rest }),
    fact: fc.constantFrom(...resets, reset(400, { channel, temporary: false })),
    facts: facts as fc.Arbitrary<RecoveryFacts>,
  });
};

const aRun = fc
  .record({ channel: fc.constantFrom(...resetChannels), requester: fc.constantFrom(...people) })
  .chain(({ channel, requester }) =>
    fc.record({
      channel: fc.constant(channel),
      requester: fc.constant(requester),
      moves: fc.array(aMove(channel), { minLength: 25, maxLength: 60 }),
    }),
  );

interface Run {
  channel: ResetChannel;
  requester: string;
  moves: Move[];
}
type Decide = typeof decideRecovery;
/** An event with what was registered when it was decided. */
type Past = { event: RecoveryEvent; facts?: RecoveryFacts };

/** Plays a run, two minutes a move; what happened up to where the case was carried out, `undefined` when it never was. */
function play({ channel, requester, moves }: Run, decide: Decide): Past[] | undefined {
  const recovery = requested(channel, requester);
  const past: Past[] = [];
  const happened = (event: RecoveryEvent, facts?: RecoveryFacts) => {
    evolveRecovery(recovery, id, event);
    past.push({ event, ...(facts && { facts }) });
  };
  for (const [index, { by, what, command, fact, facts }] of moves.entries()) {
    const nowMs = noon + (index + 1) * 120_000;
    const recordedAt = new Date(nowMs).toISOString();
    if (what === 'command') {
      const decided = decide(command, recovery, { by, facts, nowMs });
      if (decided.ok) happened({ ...decided.value, recordedAt }, facts);
    } else {
      const seen =
        what === 'fact'
          ? observeRecovery(recovery, { ...fact, eventId: uuid(index) })
          : expireRecovery(recovery, nowMs);
      if (seen) happened({ ...seen, recordedAt });
    }
    if (recovery.status === 'executed') return past;
  }
  return undefined;
}

const plain = (name: string) => name.toLowerCase();
const subject = ['o-7', 'wang'];

/** The rules once more, from what happened alone: what is missing before a case may be carried out. */
function faultsIn({ channel, requester }: Pick<Run, 'channel' | 'requester'>, past: Past[]): string[] {
  const approval = all(past, 'RecoveryApproved')[0];
  if (!approval) return ['approval'];
  const names = past.map(({ event }) => event.name);
  const before = names.slice(0, names.indexOf('RecoveryApproved'));
  const kinds = new Set(all(past, 'RecoveryEvidenceAdded').map(({ data }) => data.kind));
  const verified = all(past, 'IdentityVerified').at(-1);
  const faults: [string, boolean][] = [
    ['cause', !before.includes('RecoveryCauseRecorded')],
    ['papers', checklists[channel].some((kind) => !kinds.has(kind))],
    ['verification', before.findLast((name) => name.startsWith('IdentityVer')) !== 'IdentityVerified'],
    ['device', channel === 'vendor' && approval.facts.device?.serial !== verified?.data.device?.serial],
    ['contact', channel === 'self-service' && approval.facts.contactSince === at(-60)],
    ...faultyEyes(channel, requester, { approval, verified }),
  ];
  return faults.filter(([, isSo]) => isSo).map(([fault]) => fault);
}

type Decided = { data: { actor: string }; facts: RecoveryFacts };

function faultyEyes(
  channel: ResetChannel,
  requester: string,
  { approval, verified }: { approval: Decided; verified: Decided | undefined },
): [string, boolean][] {
  const isAlone = ({ data, facts }: Decided) =>
    channel !== 'administrator' && plain(data.actor) === 'wang' && facts.exception?.registered.by === 'zhao';
  const isSubject = ({ data }: Decided) => subject.includes(plain(data.actor));
  const approves = !isAlone(approval);
  return [
    ['verified oneself', verified !== undefined && isSubject(verified) && !isAlone(verified)],
    ['approved oneself', approves && isSubject(approval)],
    ['one person', approves && plain(approval.data.actor) === plain(requester)],
    ['own approver', approves && approval.facts.approversOf.some((name) => subject.includes(name))],
  ];
}

function all<Name extends RecoveryAction['name']>(past: Past[], wanted: Name) {
  return past
    .filter(({ event }) => event.name === wanted)
    .map(({ event, facts }) => ({ data: event.data as PayloadOf<Name>, facts: facts! }));
}

const seeds = 3_000;
const setup = { numRuns: seeds, seed: 20_261_125, endOnFailure: true };

it(`is carried out only with the evidence and the eyes its channel needs, in ${seeds} random histories`, () => {
  const reached: Record<string, number> = {};
  fc.assert(
    fc.property(aRun, (run) => {
      const past = play(run, decideRecovery);
      if (!past) return;
      reached[run.channel] = (reached[run.channel] ?? 0) + 1;
      expect(faultsIn(run, past)).toEqual([]);
    }),
    setup,
  );
  // Or it would have proven nothing.
  for (const channel of resetChannels) expect([channel, reached[channel]! > 20]).toEqual([channel, true]);
});

/** Deciders with one rule missing: the same histories must find each. */
const broken: Record<string, { decide: Decide; fault: string }> = {
  'eyes': { decide: without((moment) => ({ ...moment, by: `other of ${moment.by}` })), fault: 'one person' },
  'the registry': { decide: without((moment) => ({ ...moment, facts: { ...moment.facts, device } })), fault: 'device' },
  'a standing contact': { decide: without((moment) => ({ ...moment, facts: { ...moment.facts, contactSince: at(-30 * 1_440) } })), fault: 'contact' },
  'own approvers': { decide: without((moment) => ({ ...moment, facts: { ...moment.facts, approversOf: [] } })), fault: 'own approver' },
  'papers': { decide: without((moment) => moment, (recovery) => ({ ...recovery, evidence: checklists[recovery.channel].map((kind) => ({ kind })) }) as RecoveryCase), fault: 'papers' },
}; // prettier-ignore

/** The decider, shown something else than what is; what it says is the actor's all the same. */
function without(
  moment: (moment: Parameters<Decide>[2]) => Parameters<Decide>[2],
  recovery: (recovery: RecoveryCase) => RecoveryCase = (known) => known,
): Decide {
  return (command, known, given) => {
    const decided = decideRecovery(command, known && recovery(known), moment(given));
    if (decided.ok) decided.value.data.actor = given.by;
    return decided;
  };
}

it.each(Object.keys(broken))('would be found out without %s', (rule) => {
  const { decide, fault } = broken[rule]!;
  const finds = (run: Run) => {
    const past = play(run, decide);
    return past !== undefined && faultsIn(run, past).includes(fault);
  };
  expect(fc.sample(aRun, setup).some(finds)).toBe(true);
});
