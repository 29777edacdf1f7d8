import { resetChannels } from '@tillwatch/events';
import type { RecoveryCase } from './recovery-case.js';
import { expiryOf, nextStep } from './recovery-clocks.js';
import { decideRecovery, maxRecoveryActions, type RecoveryCommand } from './recovery-decide.js';
import type { OnePersonStore } from './second-person.js';
import { expireRecovery, observeRecovery } from './recovery-observe.js';
import { after, approve, at, cause, device, execute, facts, id, noon, nothing, papers, ready, requested, reset, uuid, verify, type Step } from './recovery.fixture.js'; // prettier-ignore

/** The code and pointer a last step is refused with; `undefined` when it is not. */
function refusal(recovery: RecoveryCase, ...steps: Step[]): string | undefined {
  const before = after(recovery, ...steps.slice(0, -1));
  try {
    // The last step comes at the minute it would have had.
    after(before, { minute: steps.length - 1 }, steps.at(-1)!);
  } catch (error) {
    return (error as Error).message;
  }
  return undefined;
}

const signedOut = (minute: number) =>
  ({ name: 'LoggedOut', data: { sessionId: 's', reason: 'operator' }, terminalId: 'till-7', eventId: uuid(minute), at: at(minute) }) as const; // prettier-ignore
const changed = (minute: number) => {
  const verdict = { profile: 'pci', profileVersion: 1, length: 12, classes: 3, blocklisted: false, reused: false };
  return { name: 'PasswordChanged', data: { verdict }, terminalId: 'till-7', eventId: uuid(minute), at: at(minute) } as const; // prettier-ignore
};
const enrolled = (minute: number) =>
  ({ name: 'FactorEnrolled', data: { factor: 'card' }, terminalId: 'till-7', eventId: uuid(minute), at: at(minute) }) as const; // prettier-ignore
const answered = (commandId: string, outcome: 'done' | 'refused', minute: number, terminalId = 'till-7') =>
  ({ name: 'CommandAcknowledged', data: { commandId, command: 'end-sessions', outcome, number: 1 }, terminalId, eventId: uuid(minute), at: at(minute) }) as const; // prettier-ignore

it.each(resetChannels)('goes from request to close through the channel %s', (channel) => {
  const asked = requested(channel);
  expect([asked.status, nextStep(asked)]).toEqual(['requested', { step: 'record-cause', dueAt: noon + 8 * 3_600_000 }]);
  const verified = after(asked, ...ready(channel));
  expect([verified.status, nextStep(verified)?.step]).toEqual(['verifying', 'approve']);
  const approved = after(verified, { minute: 20 }, ['zhao', approve]);
  expect([approved.status, approved.approval]).toEqual(['approved', { by: 'zhao', at: at(21) }]);
  expect(nextStep(approved)?.step).toBe('execute');
  const ordered = after(approved, { minute: 30 }, ['zhao', execute]);
  expect([ordered.status, nextStep(ordered)?.step]).toEqual(['approved', 'await-reset']);
  const executed = after(ordered, reset(40, { channel }));
  expect([executed.status, executed.executed?.finding]).toEqual(['executed', 'as-ordered']);
  after(executed, answered(uuid(1), 'done', 41), changed(42), enrolled(43));
  expect(executed.steps.map(({ step }) => step)).toEqual(['sessions-ended', 'password-changed', 'factor-enrolled']);
  const closed = after(executed, { minute: 50 }, ['li.na', { kind: 'close' }]);
  expect(closed).toMatchObject({ status: 'closed', closing: { by: 'li.na', unmet: [] } });
  expect(nextStep(closed)).toBeUndefined();
});

const tail = [['zhao', approve]] as Step[];
const toApproved = (): RecoveryCase => after(requested(), ...ready('vendor'), ...tail);
const toExecuted = (): RecoveryCase => after(toApproved(), { minute: 30 }, ['zhao', execute], reset(40));

const commands: Record<RecoveryCommand['kind'], RecoveryCommand> = {
  'record-cause': cause,
  'add-evidence': (papers('bank')[0] as [string, RecoveryCommand])[1],
  'store-file': { kind: 'store-file', evidenceId: uuid(9), digest: 'b', type: 'image/png', size: 1 },
  'read-file': { kind: 'read-file', evidenceId: uuid(9), reason: 'audit' },
  verify: verify('vendor'),
  approve,
  reject: { kind: 'reject', reason: 'not she' },
  withdraw: { kind: 'withdraw', reason: 'remembered' },
  execute,
  close: { kind: 'close', comment: 'no cards here' },
  assign: { kind: 'assign', assignee: 'li.na', ticket: 'B-1' },
  'attempt-contact': { kind: 'attempt-contact', party: 'bank', means: 'phone', reached: false },
  hold: { kind: 'hold', reason: 'an inquiry' },
  'release-hold': { kind: 'release-hold', reason: 'it is over' },
  'report-use': { kind: 'report-use', noticedAt: at(-5), description: 'a refund nobody gave' },
};
const states: Record<string, () => RecoveryCase> = {
  requested: () => after(requested(), ['li.na', cause]),
  verifying: () => after(requested(), ...ready('vendor')),
  approved: toApproved,
  executed: toExecuted,
  rejected: () => after(requested(), ['zhao', commands.reject]),
  withdrawn: () => after(requested(), ['zhao', commands.withdraw]),
  expired: () => after(requested(), { name: 'RecoveryExpired', data: { at: at(9) } }),
  closed: () => after(toExecuted(), ['zhao', commands.close]),
};
const early = ['requested', 'verifying'];
const live = [...early, 'approved', 'executed'];
const takes: Record<RecoveryCommand['kind'], string[]> = {
  'record-cause': ['requested'],
  'add-evidence': live,
  'store-file': [],
  'read-file': [],
  verify: early,
  approve: ['verifying'],
  reject: early,
  withdraw: [...early, 'approved'],
  execute: ['approved'],
  close: ['executed'],
  assign: live,
  'attempt-contact': live,
  'report-use': Object.keys(states),
  hold: Object.keys(states),
  'release-hold': [],
};

describe.each(Object.keys(states))('while %s', (status) => {
  it.each(Object.keys(commands) as RecoveryCommand['kind'][])('takes or refuses to %s, as the table says', (kind) => {
    const recovery = states[status]!();
    expect(recovery.status).toBe(status);
    const decided = decideRecovery(commands[kind], recovery, { by: 'zhao', facts, nowMs: noon + 3_600_000 });
    expect([kind, decided.ok]).toEqual([kind, takes[kind].includes(status)]);
  });
});

it('is about something that was requested', () => {
  expect(decideRecovery(approve, undefined, { by: 'zhao', facts, nowMs: noon })).toMatchObject({
    error: { code: 'not-found' },
  });
});

const exception: OnePersonStore = { storeId: 's-1', person: 'wang', registered: { by: 'zhao', at: at(-99) }, until: at(9_999) }; // prettier-ignore
const alone = (over: Partial<OnePersonStore> = {}) => ({ ...facts, exception: { ...exception, ...over } });
const selfMade = (known = alone()): Step[] => [
  ['wang', cause],
  ...papers('vendor', 'wang'),
  ['wang', verify('vendor'), known],
  ['wang', approve, known],
];

it.each<[string, string | undefined, RecoveryCase, Step[]]>([
  ['verification before a cause', 'case-incomplete /cause', requested(), [['zhao', verify('vendor')]]],
  ['approval without papers', 'case-incomplete /evidence/identity-check', requested(), [['li.na', cause], ['zhao', verify('vendor')], ['zhao', approve]]],
  ['approval on a stale verification', 'case-incomplete /verification', requested(), [...ready('vendor'), { minute: 1_500 }, { minute: 1_500 }, ['zhao', approve]].filter((step) => !('minute' in (step as object))) as Step[]],
  ['approval after the verification failed', 'case-incomplete /verification', requested(), [...ready('vendor'), ['zhao', verify('vendor', false)], ['zhao', approve]]],
  ['approval by who asked', 'second-person-required', requested(), [...ready('vendor'), ['li.na', approve]]],
  ['approval by who asked, in capitals', 'second-person-required', requested(), [...ready('vendor'), ['LI.NA', approve]]],
  ['approval for oneself', 'second-person-required', requested(), [...ready('vendor'), ['o-7', approve]]],
  ['approval for oneself by account', 'second-person-required', requested(), [...ready('vendor'), ['wang', approve]]],
  ['approval for one\'s own approver', 'second-person-required', requested(), [...ready('vendor'), ['zhao', approve, { ...facts, approversOf: ['Wang'] }]]],
  ['verification of oneself', 'second-person-required', requested(), [['li.na', cause], ['wang', verify('vendor')]]],
  ['execution for oneself', 'second-person-required', requested(), [...ready('vendor'), ...tail, ['wang', execute]]],
  ['approval by who verified', undefined, requested(), [...ready('vendor'), ['zhao', approve]]],
  ['an onset that is to come', 'parameter-invalid /onsetAt', requested(), [['li.na', { ...cause, onsetAt: at(60) } as RecoveryCommand]]],
  ['another cause once somebody verified', 'case-state', requested(), [...ready('vendor'), ['li.na', cause]]],
  ['a report of what is to come', 'parameter-invalid /noticedAt', requested(), [['li.na', { kind: 'report-use', noticedAt: at(60), description: 'x' }]]],
  ['vendor\'s word without the device', 'parameter-invalid /device', requested(), [['li.na', cause], ['zhao', { kind: 'verify', confirmed: true }]]],
  ['bank\'s word without reference', 'parameter-invalid /reference', requested('bank'), [['li.na', cause], ['zhao', { kind: 'verify', confirmed: true, transactions: ['T-1'] }]]],
  ['bank\'s word without transactions', 'parameter-invalid /transactions', requested('bank'), [['li.na', cause], ['zhao', { kind: 'verify', confirmed: true, reference: 'b', transactions: [] }]]],
  ['a device at a bank', 'parameter-invalid /device', requested('bank'), [['li.na', cause], ['zhao', { kind: 'verify', confirmed: true, device }]]],
  ['closing with steps unseen and no word on it', 'case-incomplete /comment', requested(), [...ready('vendor'), ...tail, ['zhao', execute], reset(9), ['zhao', { kind: 'close' }]]],
  ['a registry that changed since', 'evidence-mismatch', requested(), [...ready('vendor'), ['zhao', approve, { ...facts, device: { model: 'P-400', serial: 'other' } }]]],
  ['a contact that changed since', 'evidence-mismatch', requested('self-service'), [...ready('self-service'), ['zhao', approve, { ...facts, contactSince: at(0) }]]],
  ['one person alone, by exception', undefined, requested('vendor', 'wang'), selfMade()],
  ['one person alone, without it', 'second-person-required', requested('vendor', 'li.na'), [['li.na', cause], ...papers('vendor'), ['li.na', verify('vendor')], ['li.na', approve]]],
  ['one person by an exception of their own', 'second-person-required', requested('vendor', 'wang'), [['wang', cause], ['wang', verify('vendor'), alone({ registered: { by: 'Wang', at: at(-99) } })]]],
  ['one person by a later exception', 'second-person-required', requested('vendor', 'wang'), [['wang', cause], ['wang', verify('vendor'), alone({ registered: { by: 'zhao', at: at(1) } })]]],
  ['one person by an exception that is over', 'second-person-required', requested('vendor', 'wang'), [['wang', cause], ['wang', verify('vendor'), alone({ until: at(1) })]]],
  ['one person by another store\'s', 'second-person-required', requested('vendor', 'wang'), [['wang', cause], ['wang', verify('vendor'), alone({ storeId: 's-2' })]]],
  ['one person by another\'s', 'second-person-required', requested('vendor', 'wang'), [['wang', cause], ['wang', verify('vendor'), alone({ person: 'zhou' })]]],
  ['one person by an administrator\'s word alone', 'second-person-required', requested('administrator', 'wang'), [['wang', cause], ['wang', verify('administrator'), alone()]]],
])('answers %s with %s', (name, code, recovery, steps) => {
  if (name.includes('stale')) {
    after(recovery, ...steps.slice(0, -1));
    expect(() => after(recovery, { minute: 1_500 }, steps.at(-1)!)).toThrow(code);
  } else expect(refusal(recovery, ...steps)).toBe(code);
}); // prettier-ignore

it('shows that somebody decided alone', () => {
  expect(after(requested('vendor', 'wang'), ...selfMade()).approval).toEqual({ by: 'wang', at: at(5), onePersonStore: true }); // prettier-ignore
});

it.each<[string, string, Parameters<typeof after>[1]]>([
  ['vendor', 'device-unknown', ['zhao', verify('vendor'), nothing]],
  ['vendor', 'device-mismatch', ['zhao', { kind: 'verify', confirmed: true, device: { ...device, serial: 'SN-9' } }]],
  ['self-service', 'contact-unknown', ['zhao', verify('self-service'), nothing]],
  ['self-service', 'contact-changed', ['zhao', verify('self-service'), { ...nothing, contactSince: at(2 - 7 * 1_440 + 1) }]],
  ['bank', 'person', ['zhao', verify('bank', false)]],
])('keeps a verification through %s that did not hold: %s', (channel, fault, step) => {
  const recovery = after(requested(channel as 'vendor'), ['li.na', cause], step);
  expect(recovery).toMatchObject({ status: 'verifying', failedVerifications: [{ fault, by: 'zhao' }] });
  expect(recovery).not.toHaveProperty('verification');
}); // prettier-ignore

it('reads a label as people do, and takes a contact on the seventh day', () => {
  const label = { model: 'p-400', serial: 'ＳＮ20211' };
  expect(after(requested(), ['li.na', cause], ['zhao', { kind: 'verify', confirmed: true, device: label }])).toHaveProperty('verification'); // prettier-ignore
  const week = { ...nothing, contactSince: at(2 - 7 * 1_440) };
  expect(after(requested('self-service'), ['li.na', cause], ['zhao', verify('self-service'), week])).toHaveProperty('verification'); // prettier-ignore
});

it.each<[string, string, string, RecoveryCase, ReturnType<typeof reset>]>([
  ['as it was to be', 'as-ordered', 'executed', after(toApproved(), ['zhao', execute]), reset(40)],
  ['at a till that was not told to', 'elsewhere', 'executed', after(toApproved(), ['zhao', execute]), reset(40, {}, 'till-8')],
  ['before the till was told', 'elsewhere', 'executed', toApproved(), reset(40)],
  ['through another channel', 'other-channel', 'executed', after(toApproved(), ['zhao', execute]), reset(40, { channel: 'bank' })],
  ['for good', 'not-temporary', 'approved', after(toApproved(), ['zhao', execute]), reset(40, { temporary: false })],
  ['before the approval, told late', 'before-approval', 'approved', toApproved(), reset(3)],
  ['before anybody approved', 'before-approval', 'verifying', after(requested(), ...ready('vendor')), reset(4)],
  ['once more', 'again', 'executed', toExecuted(), reset(50)],
])('a reset %s is %s', (_, finding, status, recovery, told) => {
  const seen = after(recovery, told);
  expect([seen.resets.at(-1)!.finding, seen.status]).toEqual([finding, status]);
}); // prettier-ignore

it('is not about resets of another case, from before it was asked, or after it ended', () => {
  const approved = toApproved();
  expect(observeRecovery(approved, reset(40, { caseId: uuid(77) }))).toBeUndefined();
  expect(observeRecovery(approved, reset(40, { caseId: id.toUpperCase() }))).toBeDefined();
  expect(observeRecovery(approved, reset(40, { caseId: 'case-2026-0042' }))).toBeDefined();
  expect(observeRecovery(approved, reset(-1))).toBeUndefined();
  expect(observeRecovery(states['rejected']!(), reset(40))).toBeUndefined();
  // The same event again, after a crash.
  expect(observeRecovery(after(approved, reset(40)), reset(40))).toBeUndefined();
});

it('sees steps once, after the reset, and only what the till that was told answers', () => {
  const ordered = after(toApproved(), { minute: 30 }, ['zhao', execute]);
  expect(observeRecovery(ordered, changed(39))).toBeUndefined();
  expect(observeRecovery(ordered, answered(uuid(1), 'done', 31, 'till-8'))).toBeUndefined();
  expect(observeRecovery(ordered, answered(uuid(5), 'done', 31))).toBeUndefined();
  after(ordered, answered(uuid(2), 'refused', 31));
  expect(ordered.orders[0]!.answers).toMatchObject([{ outcome: 'refused' }]);
  expect(ordered.steps).toEqual([]);
  expect(observeRecovery(ordered, answered(uuid(2), 'done', 32))).toBeUndefined();
  after(ordered, reset(40));
  expect(observeRecovery(ordered, changed(39))).toBeUndefined();
  after(ordered, signedOut(41), signedOut(42));
  expect(ordered.steps).toEqual([{ step: 'sessions-ended', at: at(41), terminalId: 'till-7' }]);
});

it('is over when nobody finished it in time, and takes nothing more from then on', () => {
  expect(expireRecovery(requested(), noon + 7 * 86_400_000 - 1)).toBeUndefined();
  expect(expireRecovery(requested(), noon + 8 * 86_400_000)).toEqual({ name: 'RecoveryExpired', data: { at: at(7 * 1_440) } }); // prettier-ignore
  const approved = toApproved();
  const over = expiryOf(approved)!;
  expect(over).toBe(Date.parse(approved.approval!.at) + 86_400_000);
  expect(decideRecovery(execute, approved, { by: 'zhao', facts, nowMs: over - 1 }).ok).toBe(true);
  expect(decideRecovery(execute, approved, { by: 'zhao', facts, nowMs: over })).toMatchObject({ error: { code: 'case-state' } }); // prettier-ignore
  expect(expiryOf(toExecuted())).toBeUndefined();
});

it('takes a file for the item it belongs to, and lets it be read', () => {
  const recovery = after(requested(), ...papers('vendor'));
  const { evidenceId } = recovery.evidence[0]!;
  const file: RecoveryCommand = { kind: 'store-file', evidenceId, digest: 'a'.repeat(64), type: 'image/png', size: 7 };
  expect(refusal(recovery, ['li.na', { ...file, digest: 'b'.repeat(64) }])).toBe('parameter-invalid /digest');
  expect(refusal(recovery, ['li.na', { kind: 'read-file', evidenceId, reason: 'audit' }])).toBe('not-found');
  after(recovery, ['li.na', file], ['zhao', { kind: 'read-file', evidenceId, reason: 'audit' }]);
  expect(recovery.evidence[0]!.file).toEqual({ type: 'image/png', size: 7 });
});

it.each([
  ['neither digest nor reference', { digest: undefined }, 'parameter-invalid /digest'],
  ['no time to be kept for', { retainUntil: at(0) }, 'parameter-invalid /retainUntil'],
  ['for ever', { retainUntil: '2199-01-01T00:00:00Z' }, 'parameter-invalid /retainUntil'],
])('refuses evidence with %s', (_, over, code) => {
  const [by, command] = papers('vendor')[0] as [string, RecoveryCommand & { kind: 'add-evidence' }];
  expect(refusal(requested(), [by, { ...command, item: { ...command.item, ...over } as never }])).toBe(code);
});

it('takes no more notes at the limit, but can still be ended', () => {
  const recovery = { ...after(requested(), ...ready('vendor')), actions: maxRecoveryActions };
  const answers = [commands.assign, approve, commands.reject, commands.withdraw].map(
    (command) => decideRecovery(command, recovery, { by: 'zhao', facts, nowMs: noon + 600_000 }).ok,
  );
  expect(answers).toEqual([false, false, true, true]);
});
