import type { Deadline } from './deadline.js';
import { cases, day, hour, play, said, trained, type DeadlineCase, type Step } from './deadline-cases.contract.js';
import { deadlines } from './deadlines.js';
import { judgeDeadlines } from './judge-deadlines.js';
import { noon, openLiveLog, type LiveLog } from './live-log.contract.js';

let log: LiveLog;
const deadlineOf = (id: string): Deadline => deadlines.find((deadline) => deadline.id === id)!;

async function judge(deadline: Deadline, at: number): Promise<void> {
  const { database, store } = log;
  const when = { nowMs: noon + at * 1_000, listeningSinceMs: 0 };
  await judgeDeadlines({ database, store, tenant: 'default', ...when, deadlines: [deadline] });
  await log.projector.catchUp();
}

const told = (id: string) =>
  log.rows(
    `SELECT document->>'severity' AS severity, status, cleared_at IS NOT NULL AS cleared FROM read_models.alerts
     WHERE rule = '${id}' ORDER BY raised_position`,
  );

const lastOf = ({ done, late }: DeadlineCase) => Math.max(0, ...[...(done ?? []), ...(late ?? [])].map(({ at }) => at));

describe.each(cases.map((one) => [one.id, one] as const))('%s', (id, one) => {
  const deadline = deadlineOf(id);
  beforeEach(async () => void (log = await openLiveLog()));
  afterEach(() => log.drop());
  const open = { severity: one.severity, status: 'open', cleared: false };

  it('is told when its time has passed, once, and not a moment before', async () => {
    await play(log, one.given);
    await judge(deadline, one.before);
    expect(await told(id)).toEqual([]);
    await judge(deadline, one.at);
    expect(await told(id)).toEqual([open]);
    await judge(deadline, one.at + 1);
    expect(await told(id)).toEqual([open]);
  });

  if (one.done) {
    it('is cleared by what is done after its time, whose status stays', async () => {
      await play(log, one.given);
      await judge(deadline, one.at);
      await play(log, one.done!);
      for (const again of [1, 2]) await judge(deadline, lastOf(one) + again);
      expect(await told(id)).toEqual([{ ...open, cleared: true }]);
    });

    it('is told to nobody who has done it before we look', async () => {
      await play(log, [...one.given, ...one.done!]);
      await judge(deadline, lastOf(one) + 1);
      expect(await told(id)).toEqual([]);
    });
  }

  if (one.late) {
    it('is superseded when it turns out that it was done in time', async () => {
      await play(log, one.given);
      await judge(deadline, one.at);
      await play(log, one.late!);
      await judge(deadline, one.at + 2 * 3_600);
      expect((await told(id))[0]).toEqual({ ...open, status: 'superseded' });
    });

    it('is superseded also when it was cleared before', async () => {
      if (!one.done) return;
      await play(log, one.given);
      await judge(deadline, one.at);
      await play(log, one.done);
      await judge(deadline, lastOf(one));
      await play(log, one.late!);
      await judge(deadline, lastOf(one) + 1);
      expect((await told(id))[0]).toEqual({ ...open, cleared: true, status: 'superseded' });
    });
  }
});

describe('what the registers say', () => {
  beforeEach(async () => void (log = await openLiveLog()));
  afterEach(() => log.drop());

  it.each<[string, string, Step, number, Step]>([
    ['R31', 'a longer interval', said('registry-t-1', 'TerminalRegistered', 0), 90 * day, said('registry-t-1', 'InspectionScheduled', 91 * day, { everyDays: 365 })],
    ['R32', 'a training of before', said('operator-o-1', 'OperatorRegistered', 0), 60, trained(-day, hour)],
  ])('%s is superseded by %s', async (id, _, given, at, step) => {
    await play(log, [given]);
    await judge(deadlineOf(id), at);
    await play(log, [step]);
    await judge(deadlineOf(id), at + 2 * day);
    expect(await told(id)).toMatchObject([{ status: 'superseded' }]);
  }); // prettier-ignore

  it('R29-location is withdrawn by a move that the registry tells later', async () => {
    const { given, at } = cases.find(({ id }) => id === 'R29-location')!;
    await play(log, given);
    await judge(deadlineOf('R29-location'), at);
    expect(await told('R29-location')).toMatchObject([{ status: 'open' }]);
    const metres = await log.rows(`SELECT document->'details'->'metres' AS metres FROM read_models.alerts`);
    expect(metres).toEqual([{ metres: 2_223 }]); // as the domain's own haversine has it

    const there = { latitude: 24.5, longitude: 118.09 };
    await play(log, [said('registry-t-1', 'TerminalMoved', hour, { location: there })]);
    await judge(deadlineOf('R29-location'), 2 * hour);
    expect(await told('R29-location')).toMatchObject([{ status: 'superseded' }]);
  });

  it('R13-register lets in who was resumed, and who was suspended later', async () => {
    const changes = (['OperatorRegistered', 'OperatorSuspended', 'OperatorResumed'] as const).map((name, index) =>
      said('operator-o-1', name, (index - 3) * hour),
    );
    await play(log, [...changes, cases.find(({ id }) => id === 'R13-register')!.given.at(-1)!]);
    await play(log, [said('operator-o-1', 'OperatorLeft', hour)]);
    await judge(deadlineOf('R13-register'), 2 * hour);
    expect(await told('R13-register')).toEqual([]);
  });
});
