import type { Deadline } from './deadline.js';
import { cases, play, type DeadlineCase } from './deadline-cases.contract.js';
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
