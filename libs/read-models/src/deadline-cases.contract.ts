import { catalogue, type PlatformEventName } from '@tillwatch/events';
import { uuidFromName } from '@tillwatch/kernel';
import { noon, type LiveLog, type Told } from './live-log.contract.js';

/** What people or the platform say, `at` seconds after noon. */
export interface Saying {
  stream: string;
  say: PlatformEventName;
  data: object;
  at: number;
}

export type Step = Told | Saying;

/** How a deadline is met and not met; times in seconds after noon. */
export interface DeadlineCase {
  id: string;
  given: readonly Step[];
  /** It is overdue then, and was not at `before`. */
  at: number;
  before: number;
  severity: string;
  /** Ends it after its time. */
  done?: readonly Step[];
  /** Arrives when it was told, and shows that it was done in time. */
  late?: readonly Step[];
}

export async function play(log: LiveLog, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    if ('say' in step) await log.say(step.stream, step.say, step.data as never, step.at);
    else await log.append([step]);
  }
  await log.projector.catchUp();
}

export const minute = 60;
export const hour = 3_600;
export const day = 86_400;

const till = (sequence: number, at: number, told: Partial<Told> & { name: string }): Told => ({
  terminal: 't-1',
  sequence,
  at,
  ...told,
});
/** Of operator o-1, at t-1 unless said. */
const did = (sequence: number, at: number, name: string, told: Partial<Told> = {}): Told =>
  till(sequence, at, { name, operator: 'o-1', ...told });
export const login = (sequence: number, at: number, told: Partial<Told> = {}): Told =>
  did(sequence, at, 'LoginSucceeded', { data: { sessionId: 's', factors: ['password'] }, ...told });
export const beat = (sequence: number, at: number, told: Partial<Told> = {}): Told =>
  till(sequence, at, { name: 'Heartbeat', data: { queued: 0 }, ...told });
const seal = (sequence: number, at: number, told: Partial<Told> = {}): Told =>
  till(sequence, at, { name: 'ChainSealed', data: { keyId: 'k' }, ...told });
export const standing = (sequence: number, time: number, latitude: number): Told =>
  beat(sequence, time, { data: { queued: 0, location: { latitude, longitude: 118.09 } } });
const elsewhere = { terminal: 't-2' };
const nextEpoch = { epoch: 2 };

const aboutAlert = uuidFromName('an alert');
const alertRaised: Saying = {
  stream: `alert-${aboutAlert}`,
  say: 'AlertRaised',
  at: 0,
  data: {
    ...{ rule: 'R2', ruleVersion: 1, severity: 'high', key: { groupBy: 'terminal', value: 't-1' }, terminalId: 't-1' },
    ...{ anchor: aboutAlert, count: 8, evidence: [], details: {}, late: false, lateByMs: 0 },
    ...{ firstAt: new Date(noon).toISOString(), lastAt: new Date(noon).toISOString() },
  },
};

export const shift = (from: number, to: number, kind: 'work' | 'leave' = 'work', at = -10 * day): Saying => ({
  stream: 'operator-roster-o-1',
  say: 'ShiftPlanned',
  at,
  data: {
    actor: 'a',
    shiftId: uuidFromName(`${from} ${to} ${kind}`),
    ...{ operatorId: 'o-1', storeId: 's-1', kind },
    ...{ from: new Date(noon + from * 1_000).toISOString(), to: new Date(noon + to * 1_000).toISOString() },
  },
});
export const cancelled = (planned: Saying, at: number): Saying => {
  const { shiftId } = planned.data as { shiftId: string };
  return { ...planned, say: 'ShiftCancelled', at, data: { actor: 'a', shiftId, operatorId: 'o-1' } };
};

/** What the catalogue's sample of an event says, but for `more`; of operator o-1. */
export const said = (stream: string, say: PlatformEventName, at: number, more: object = {}): Saying => {
  const sample = catalogue.find(({ name }) => name === say)!.sample as object;
  return { stream, say, at, data: { ...sample, ...('operatorId' in sample && { operatorId: 'o-1' }), ...more } };
};
export const trained = (completed: number, at: number): Saying => {
  const when = (seconds: number) => new Date(noon + seconds * 1_000).toISOString();
  const times = { completedAt: when(completed), expiresAt: when(completed + 365 * day) };
  return said('operator-o-1', 'TrainingRecorded', at, times);
};

export const cases: readonly DeadlineCase[] = [
  {
    id: 'R11',
    given: [shift(-8 * hour, -2 * hour), login(1, 0)],
    before: -1,
    at: minute,
    severity: 'medium',
    late: [shift(30 * minute, 8 * hour, 'work', hour)],
  },
  {
    id: 'R13-register',
    given: [
      said('operator-o-1', 'OperatorRegistered', -day),
      said('operator-o-1', 'OperatorSuspended', -hour),
      login(1, 0),
    ],
    before: -1,
    at: minute,
    severity: 'critical',
  },
  {
    id: 'R14',
    given: [login(1, 0), beat(2, 76 * day)],
    before: 75 * day - 1,
    at: 76 * day,
    severity: 'low',
    done: [login(1, 77 * day, { terminal: 't-3' })],
    late: [login(1, 60 * day, { ...elsewhere, recorded: 78 * day })],
  },
  {
    id: 'R14-return',
    given: [
      { ...login(1, 0), data: { sessionId: 'a', factors: ['pin'] } },
      { ...login(1, 91 * day, elsewhere), data: { sessionId: 'b', factors: ['pin'] } },
    ],
    before: 91 * day - 1,
    at: 91 * day,
    severity: 'high',
    late: [login(1, 60 * day, { terminal: 't-3', recorded: 92 * day })],
  },
  {
    id: 'R15',
    given: [login(1, 0), beat(1, 13 * hour, nextEpoch)],
    before: 12 * hour - 1,
    at: 13 * hour,
    severity: 'medium',
    done: [did(2, 14 * hour, 'LoggedOut', { ...nextEpoch, data: { sessionId: 's', reason: 'operator' } })],
    late: [did(2, 3 * hour, 'LoggedOut', { recorded: 15 * hour, data: { sessionId: 's', reason: 'operator' } })],
  },
  {
    id: 'R21-kept',
    given: [
      did(1, 0, 'PasswordReset', { data: { channel: 'vendor', actor: 'a', temporary: true } }),
      beat(2, 25 * hour),
    ],
    before: day - 1,
    at: 25 * hour,
    severity: 'medium',
    done: [did(3, 26 * hour, 'PasswordChanged')],
    late: [did(1, 3 * hour, 'PasswordChanged', { ...elsewhere, recorded: 27 * hour })],
  },
  {
    id: 'R22',
    given: [did(1, 0, 'PasswordChanged'), beat(2, 81 * day)],
    before: 80 * day - 1,
    at: 81 * day,
    severity: 'low',
    done: [did(3, 82 * day, 'PasswordChanged')],
    late: [did(1, 79 * day, 'PasswordChanged', { ...elsewhere, recorded: 83 * day })],
  },
  {
    id: 'R29-location',
    given: [
      standing(1, 0, 24.5),
      said('registry-t-1', 'TerminalRegistered', 0, { location: { latitude: 24.48, longitude: 118.09 } }),
    ],
    before: -1,
    at: minute,
    severity: 'critical',
    done: [standing(3, hour, 24.481)],
  },
  {
    id: 'R30a',
    given: [beat(1, 0)],
    before: 15 * minute,
    at: 16 * minute,
    severity: 'high',
    done: [beat(2, 20 * minute)],
  },
  {
    id: 'R30b',
    given: [beat(1, 0), beat(3, 10)],
    before: 72 * hour + 10,
    at: 73 * hour,
    severity: 'high',
    done: [beat(2, 5, { recorded: 74 * hour })],
  },
  {
    id: 'R30f',
    given: [
      said(`audit-read-${aboutAlert}`, 'AuditDataRead', 0, { actor: 'o-1', id: 'O-1' }),
      said('audit-read-of-another', 'AuditDataRead', 0),
    ],
    before: -1,
    at: minute,
    severity: 'high',
  },
  {
    id: 'R30g',
    given: [seal(1, 0), beat(1, 100, nextEpoch), beat(2, 100 + 10 * minute, nextEpoch)],
    before: 99 + 10 * minute,
    at: 101 + 10 * minute,
    severity: 'high',
    done: [seal(3, hour, nextEpoch)],
    late: [seal(2, 50, { recorded: hour })],
  },
  {
    id: 'R30h',
    given: [alertRaised],
    before: hour - 1,
    at: hour,
    severity: 'high',
    done: [{ stream: `alert-${aboutAlert}`, say: 'AlertAcknowledged', data: { actor: 'a' }, at: 2 * hour }],
  },
  {
    id: 'R31',
    given: [said('registry-t-1', 'TerminalRegistered', 0)],
    before: 90 * day - 1,
    at: 90 * day,
    severity: 'medium',
    done: [said('terminal-t-1', 'TerminalInspected', 91 * day)],
  },
  {
    id: 'R32',
    given: [said('operator-o-1', 'OperatorRegistered', 0)],
    before: -1,
    at: minute,
    severity: 'low',
    done: [trained(hour, hour)],
  },
];
