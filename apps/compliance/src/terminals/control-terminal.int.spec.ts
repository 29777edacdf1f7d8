import { randomUUID } from 'node:crypto';
import { CommandBus } from '@nestjs/cqrs';
import { decodeEvent } from '@tillwatch/events';
import { listControlRequests, readFourEyes, readModels, rebuild } from '@tillwatch/read-models';
import { startCompliance, type ComplianceFixture } from '../compliance.contract.js';
import { type ControlAnswer, DecideControlRequest } from './control-terminal.js';

const day = 86_400_000;
let now = Date.UTC(2026, 10, 23, 8);
let compliance: ComplianceFixture;
beforeAll(async () => {
  compliance = await startCompliance(() => now);
});
afterAll(() => compliance.close());

let terminals = 0;
let id: string;
beforeEach(() => (id = `t-${++terminals}`));
afterEach(async () => {
  await compliance.settled();
  for (const model of readModels.filter(({ name }) =>
    ['control-requests', 'four-eyes', 'terminal-commands'].includes(name),
  ))
    expect([model.name, (await rebuild(compliance.service.database, model)).equal]).toEqual([model.name, true]);
});

type Answer = ControlAnswer & { error?: { code: string; path?: string } };
const reason = 'because';
const tell = (what: string, body: object = { reason }) =>
  compliance.ask<Answer>('POST', `/v1/terminals/${id}/${what}`, body);
const outcome = ({ status, body }: { status: number; body: Answer }) => [status, body.error?.code];
const decide = (request: string, verb: string, body: object = {}) =>
  compliance.ask<Answer>('POST', `/v1/control-requests/${request}/${verb}`, body);
/** Until people sign in under their own names. */
const decideAs = (actor: string, request: string, decision: DecideControlRequest['decision'], commandId?: string) =>
  compliance.app
    .get(CommandBus)
    .execute(
      new DecideControlRequest(request, decision, { tenant: 'default', actor, ...(commandId && { commandId }) }),
    );
const issued = async () =>
  (await compliance.service.store.readStream(`commands-${id}`)).map((stored) => decodeEvent(stored).data);
const requests = async () => {
  await compliance.settled();
  return (await listControlRequests(compliance.service.database, { terminal: id, limit: 10 })).items;
};

it('issues at once where one person is enough, and marks that it was one', async () => {
  expect(await readFourEyes(compliance.service.database, 'default')).toEqual({ required: false });
  for (const what of ['freeze', 'unfreeze']) {
    expect(await tell(what)).toMatchObject({ status: 202, body: { singlePerson: true, number: expect.any(Number) } });
  }
  expect(await issued()).toMatchObject([
    { command: 'freeze', singlePerson: true, actor: 'administrator' },
    { command: 'unfreeze', singlePerson: true },
  ]);
  expect(await requests()).toEqual([]);
});

it('issues a command with an id of its own once', async () => {
  const given = { reason, commandId: randomUUID() };
  const answers = [await tell('freeze', given), await tell('freeze', given)];
  expect(answers[1]!.body).toEqual(answers[0]!.body);
  expect(await issued()).toHaveLength(1);
  expect(outcome(await tell('unfreeze', given))).toEqual([409, 'command-id-reused']);
  expect((await tell('freeze', { reason, operatorId: 'o-1' })).body.error).toMatchObject({ path: '/operatorId' });
});

describe('where two people are required', () => {
  beforeAll(async () => {
    const body = { required: true, reason: 'there are two of us' };
    expect(await compliance.ask('POST', '/v1/four-eyes', body)).toMatchObject({
      status: 200,
      body: { required: true },
    });
    expect((await compliance.ask('POST', '/v1/four-eyes', body)).body).toMatchObject({
      error: { code: 'wrong-state' },
    });
  });

  it('says so to whoever asks, with who wanted it', async () => {
    await compliance.settled();
    const fourEyes = await readFourEyes(compliance.service.database, 'default');
    expect(fourEyes).toMatchObject({ required: true, changed: { by: 'administrator', reason: 'there are two of us' } });
  });

  it('freezes at once, for somebody else to confirm within a day', async () => {
    const { status, body } = await tell('freeze');
    const confirmBy = new Date(now + day).toISOString();
    expect([status, body]).toEqual([
      202,
      { commandId: expect.any(String), number: 1, requestId: expect.any(String), confirmBy },
    ]);
    expect(await issued()).toEqual([expect.not.objectContaining({ singlePerson: true })]);
    expect(outcome(await decide(body.requestId!, 'approve'))).toEqual([403, 'second-person-required']);
    await decideAs('wang', body.requestId!, { approved: true });
    expect(await requests()).toMatchObject([{ status: 'approved', approved: { by: 'wang' }, confirmBy }]);
    expect(await issued()).toHaveLength(1);
  });

  it('unfreezes when somebody else has agreed, and not before', async () => {
    const { status, body } = await tell('unfreeze');
    expect([status, body]).toEqual([202, { requestId: expect.any(String) }]);
    expect(await issued()).toEqual([]);
    expect(outcome(await decide(body.requestId!, 'approve'))).toEqual([403, 'second-person-required']);
    expect(outcome(await decide(body.requestId!, 'reject', { reason }))).toEqual([403, 'second-person-required']);
    const commandId = randomUUID();
    await decideAs('wang', body.requestId!, { approved: true }, commandId);
    await decideAs('wang', body.requestId!, { approved: true }, commandId); // its answer was lost
    expect(await issued()).toMatchObject([{ command: 'unfreeze', actor: 'administrator', approvedBy: 'wang' }]);
    expect(outcome(await decide(body.requestId!, 'approve'))).toEqual([409, 'wrong-state']);
  });

  it('lets one of two who decide at once win', async () => {
    const { body } = await tell('unfreeze');
    const decided = await Promise.allSettled([
      decideAs('wang', body.requestId!, { approved: true }),
      decideAs('zhao', body.requestId!, { approved: false, reason }),
    ]);
    expect(decided.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const [request] = await requests();
    expect(await issued()).toHaveLength(request!.status === 'approved' ? 1 : 0);
  });

  it('keeps a refusal, and issues nothing', async () => {
    const { body } = await tell('unfreeze');
    await decideAs('wang', body.requestId!, { approved: false, reason: 'not ours' });
    expect(await requests()).toMatchObject([{ status: 'rejected', rejected: { by: 'wang', reason: 'not ours' } }]);
    expect(await issued()).toEqual([]);
    expect(outcome(await decide(randomUUID(), 'approve'))).toEqual([404, 'not-found']);
    expect((await decide(randomUUID(), 'reject')).body.error).toMatchObject({ path: '/reason' });
  });

  it('asks once when the command comes again', async () => {
    const given = { reason, commandId: randomUUID() };
    const [first, second] = [await tell('freeze', given), await tell('freeze', given)];
    expect(second!.body).toEqual(first!.body);
    expect([await issued(), await requests()].map((all) => all.length)).toEqual([1, 1]);
    expect(outcome(await tell('unfreeze', given))).toEqual([409, 'command-id-reused']);
  });

  it('takes one again when somebody says so', async () => {
    await compliance.ask('POST', '/v1/four-eyes', { required: false, reason: 'on my own again' });
    expect((await tell('unfreeze')).body).toMatchObject({ singlePerson: true });
    now += 1_000;
  });
});
