import { setTimeout as pause } from 'node:timers/promises';
import type { RecoveryCaseView } from '@tillwatch/api';
import { recoveryHistory } from '@tillwatch/read-models';
import { createTestDatabase, type TestDatabase } from '@tillwatch/testing';
import { connect, type Database } from '@tillwatch/postgres';
import { type ComplianceFixture, startCompliance } from '../compliance.contract.js';
import { casesOver, digestOf, pdf, peopleTokens } from './people.fixture.js';

const dayMs = 86_400_000;
const binary = { 'content-type': 'application/octet-stream' };
let given: TestDatabase;
let owner: Database;
let compliance: ComplianceFixture;
let cases: ReturnType<typeof casesOver>;
let offsetMs = 0;

async function start(): Promise<void> {
  compliance = await startCompliance(() => Date.now() + offsetMs, { checkToken: peopleTokens, ownerUrl: given.url });
  cases = casesOver(compliance);
}

beforeAll(async () => {
  given = await createTestDatabase();
  owner = connect({ url: given.url, applicationName: 'owner' });
  await start();
});
afterAll(async () => {
  await compliance.close();
  await owner.close();
  await given.drop();
});

/** A case that is over, with its document kept for a day. */
async function withDocument(): Promise<{ id: string; evidenceId: string }> {
  const { id } = await cases.request('bank');
  const retainUntil = new Date(Date.now() + offsetMs + dayMs).toISOString();
  const item = { kind: 'identity-check', digest: digestOf(pdf), custodian: 'c', retainUntil };
  const { evidenceId } = await cases.act('li.na', id, 'evidence', item);
  await cases.ask('li.na', `recovery-cases/${id}/evidence/${evidenceId}/file`, pdf, binary);
  await cases.act('zhao', id, 'reject', { reason: 'not she' });
  return { id, evidenceId: evidenceId! };
}

const rows = async (id: string) => {
  const of = async (table: string) =>
    (await owner.query(`SELECT FROM tillwatch.${table} WHERE case_id = $1`, [id])).length;
  return [await of('evidence_document_keys'), await of('evidence_files')];
};
const read = (id: string, evidenceId: string) =>
  cases.act('sun', id, `evidence/${evidenceId}/read`, { reason: 'yearly audit' });
const destroyedIn = (recovery: RecoveryCaseView | undefined) => recovery!.evidence[0]!.destroyed;

async function until(what: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await pause(50)) if (await what()) return;
  throw new Error('It never was so.');
}

it('destroys a document after its retention, but no document of a held case, and tells so', async () => {
  const [kept, held] = [await withDocument(), await withDocument()];
  expect(await cases.act('sun', held.id, 'hold', { reason: 'an inquiry' })).toMatchObject({ http: 200 });
  expect(await cases.act('sun', held.id, 'hold', { reason: 'again' })).toMatchObject({
    http: 409,
    code: 'wrong-state',
  });
  expect([await rows(kept.id), await rows(held.id)]).toEqual([[1, 1], [1, 1]]); // prettier-ignore
  offsetMs += 2 * dayMs;
  await until(async () => (await rows(kept.id)).join() === '0,0');
  const { items } = await recoveryHistory(compliance.service.database, kept.id, { limit: 1 });
  expect(items[0]).toMatchObject({ name: 'EvidenceFileDestroyed', data: { digest: digestOf(pdf), reason: 'retention-ended' } }); // prettier-ignore
  expect(items[0]!.actor).toBeUndefined();
  await compliance.settled();
  expect(destroyedIn(await cases.read(kept.id))).toEqual({ at: items[0]!.at, reason: 'retention-ended' });
  expect(await read(kept.id, kept.evidenceId)).toMatchObject({ http: 410, code: 'evidence-destroyed' });
  expect([await rows(held.id), (await read(held.id, held.evidenceId)).http]).toEqual([[1, 1], 200]);
  await cases.act('sun', held.id, 'release-hold', { reason: 'it is over' });
  await until(async () => (await rows(held.id)).join() === '0,0');
});

it('finishes after a restart what the log says and a killed process had not done yet', async () => {
  const { id, evidenceId } = await withDocument();
  await owner.query('REVOKE DELETE ON tillwatch.evidence_document_keys FROM tillwatch_app');
  offsetMs += 2 * dayMs;
  await until(async () => destroyedIn(await cases.read(id)) !== undefined);
  await compliance.close(); // between the event and the deletion
  expect(await rows(id)).toEqual([1, 1]);
  await owner.query('GRANT DELETE ON tillwatch.evidence_document_keys TO tillwatch_app');
  await start();
  expect(await read(id, evidenceId)).toMatchObject({ http: 410, code: 'evidence-destroyed' });
  await until(async () => (await rows(id)).join() === '0,0');
});

it('says once that a document is destroyed, whoever took its bytes away before', async () => {
  const { id } = await withDocument();
  await owner.query('DELETE FROM tillwatch.evidence_document_keys WHERE case_id = $1', [id]);
  offsetMs += 2 * dayMs;
  await until(async () => destroyedIn(await cases.read(id)) !== undefined);
  await pause(1_000);
  const { items } = await recoveryHistory(compliance.service.database, id, { limit: 100 });
  expect(items.filter(({ name }) => name === 'EvidenceFileDestroyed')).toHaveLength(1);
});
