import {
  completeCommand,
  decideOperatorRegistry,
  evolveRegistry,
  exemptionOf,
  maxRegistryChanges,
  maxTrainings,
  maxWorkSeen,
  registrationOf,
  seeWork,
  unregistered,
  type RegistryChange,
  type OperatorRegistryCommand,
  type RegistryEntry,
} from './operator-registry.js';
import { exemptFrom, supervisorWork } from './scope-class.js';

const now = Date.UTC(2026, 2, 2);
const register: OperatorRegistryCommand = {
  kind: 'register',
  name: '李娜',
  role: 'cashier',
  scopeClass: 'single-card-cashier',
  stores: ['s-1'],
};
const training: OperatorRegistryCommand = {
  kind: 'record-training',
  topic: 'security-awareness',
  method: 'online',
  completedAt: '2026-03-01T00:00:00Z',
};
const commands = {
  register,
  training,
  suspend: { kind: 'suspend', reason: 'leave' },
  resume: { kind: 'resume', reason: 'back' },
  leave: { kind: 'leave', reason: 'over' },
  role: { kind: 'assign-role', role: 'lead', stores: ['s-2'], reason: 'promoted' },
  scope: { kind: 'assign-scope', scopeClass: 'supervisor', reason: 'resets' },
} satisfies Record<string, OperatorRegistryCommand>;
type Word = keyof typeof commands;

/** An operator to whom all this was done, a second apart from second 1 on. */
function given(...words: Word[]): RegistryEntry {
  const entry = unregistered('o-1');
  words.forEach((word, index) => apply(entry, commands[word], (index + 1) * 1_000));
  return entry;
}

function decide(command: OperatorRegistryCommand, entry: RegistryEntry) {
  const complete = completeCommand(command, now);
  return complete.ok ? decideOperatorRegistry(complete.value, entry, 'ann') : complete;
}

function apply(entry: RegistryEntry, command: OperatorRegistryCommand, at: number): void {
  const decided = decide(command, entry);
  if (!decided.ok) throw new Error(decided.error.code);
  evolveRegistry(entry, { ...decided.value, at } as RegistryChange);
}

const when = (entry: RegistryEntry, word: Word) => {
  const decided = decide(commands[word], entry);
  return decided.ok ? decided.value.name : decided.error.code;
};

it.each<[Word[], Partial<Record<Word, string>>, string]>([
  [[], { register: 'OperatorRegistered' }, 'not-found'],
  [
    ['register'],
    {
      ...{ register: 'operator-registered', suspend: 'OperatorSuspended', leave: 'OperatorLeft' },
      ...{ role: 'OperatorRoleAssigned', scope: 'OperatorScopeAssigned', training: 'TrainingRecorded' },
    },
    'operator-status-differs',
  ],
  [
    ['register', 'suspend'],
    {
      ...{ register: 'operator-registered', resume: 'OperatorResumed', leave: 'OperatorLeft' },
      ...{ role: 'OperatorRoleAssigned', scope: 'OperatorScopeAssigned', training: 'TrainingRecorded' },
    },
    'operator-status-differs',
  ],
  [['register', 'leave'], { register: 'OperatorRegistered' }, 'operator-status-differs'],
])('after %j allows what is for that state, and refuses the rest with a code', (before, answers, otherwise) => {
  for (const word of Object.keys(commands) as Word[]) {
    expect([word, when(given(...before), word)]).toEqual([word, answers[word] ?? otherwise]);
  }
});

it('says who registered them, what they are and since when', () => {
  expect(registrationOf(given('register', 'role', 'suspend'))).toEqual({
    ...{ name: '李娜', role: 'lead', stores: ['s-2'], scopeClass: 'single-card-cashier', scopeSince: 1_000 },
    ...{ status: 'suspended', since: 3_000, reason: 'leave', registered: { by: 'ann', at: 1_000 } },
  });
  expect(registrationOf(given('register', 'suspend', 'resume'))).not.toHaveProperty('reason');
  expect(registrationOf(given('register', 'leave', 'register'))).toMatchObject({ status: 'active', since: 3_000 });
});

it('knows what was so at an earlier instant', () => {
  const entry = given('register', 'scope', 'leave');
  const at = (ms: number) => registrationOf(entry, ms);
  expect(at(999)).toBeUndefined();
  expect(at(1_000)).toMatchObject({ scopeClass: 'single-card-cashier', status: 'active' });
  expect(at(2_500)).toMatchObject({ scopeClass: 'supervisor', status: 'active' });
  expect(at(3_000)?.status).toBe('left');
});

it('spares a single-card cashier five requirements, and nobody else any', () => {
  expect(exemptFrom('single-card-cashier')).toEqual(['8.2.1', '8.2.8', '8.3.4', '8.3.6', '8.3.7']);
  for (const other of ['supervisor', 'administrator', 'vendor'] as const) expect(exemptFrom(other)).toEqual([]);
  expect(exemptionOf(given('register'))).toMatchObject({ state: 'in-force', requirements: { length: 5 } });
  expect(exemptionOf(given('register', 'scope')).state).toBe('none');
  expect(exemptionOf(given('register', 'leave')).state).toBe('none');
  expect(exemptionOf(unregistered('o-1')).state).toBe('none');
});

const seen = (at: number, subject = 'o-2') => ({
  at,
  eventId: `e-${at}`,
  name: 'PasswordReset',
  terminalId: 't-1',
  subject,
});

it("voids it by a supervisor's work since the class was decided upon, until it is decided upon again", () => {
  const entry = given('register');
  seeWork(entry, seen(900));
  expect(exemptionOf(entry).state).toBe('in-force');
  seeWork(entry, seen(1_500));
  expect(exemptionOf(entry)).toMatchObject({ state: 'void', because: [{ at: 1_500, name: 'PasswordReset' }] });
  expect(exemptionOf(entry, 1_400).state).toBe('in-force');
  apply(entry, { kind: 'assign-scope', scopeClass: 'single-card-cashier', reason: 'it was a drill' }, 2_000);
  expect(exemptionOf(entry).state).toBe('in-force');
});

it('does not mind what people do to their own account, nor what is done before they are registered', () => {
  const entry = given('register');
  seeWork(entry, seen(1_500, 'o-1'));
  expect(exemptionOf(entry).state).toBe('in-force');
  const stranger = unregistered('o-1');
  seeWork(stranger, seen(1_500));
  expect(stranger.work).toEqual([]);
  expect(supervisorWork.has('PasswordChanged')).toBe(false);
});

it('keeps the latest work in order, whatever arrived first', () => {
  const entry = given('register');
  for (const at of [5_000, 3_000, ...Array.from({ length: maxWorkSeen }, (_, index) => 10_000 - index)]) seeWork(entry, seen(at)); // prettier-ignore
  expect(entry.work).toHaveLength(maxWorkSeen);
  expect(entry.work.map(({ at }) => at)).toEqual(entry.work.map(({ at }) => at).toSorted((a, b) => a - b));
  expect(entry.work[0]!.at).toBe(10_000 - maxWorkSeen + 1);
});

it('has an end to changes and trainings, but never to suspending and leaving', () => {
  const entry = given('register');
  entry.changes.push(...Array.from({ length: maxRegistryChanges - 1 }, () => entry.changes[0]!));
  expect([when(entry, 'role'), when(entry, 'scope'), when(entry, 'suspend'), when(entry, 'leave')]).toEqual([
    ...['limit-reached', 'limit-reached'],
    ...['OperatorSuspended', 'OperatorLeft'],
  ]);
  entry.trainings = maxTrainings - 1;
  expect(when(entry, 'training')).toBe('TrainingRecorded');
  apply(entry, training, 9_000);
  expect(when(entry, 'training')).toBe('limit-reached');
});
