import type { RecoveryCase } from './recovery-case.js';
import { decideRecovery, type RecoveryCommand } from './recovery-decide.js';
import { destroyDocument, endedDocuments, retentionEndsAt } from './recovery-retention.js';
import { after, at, facts, noon, requested, uuid } from './recovery.fixture.js';

const [letter, photo] = ['a'.repeat(64), 'b'.repeat(64)];
const hour = (hours: number) => noon + hours * 3_600_000;

const item = (number: number, digest: string, retainUntil: string): [string, RecoveryCommand] => [
  'li.na',
  { kind: 'add-evidence', item: { evidenceId: uuid(number), kind: 'other', digest, custodian: 'c', retainUntil } },
];
const file = (number: number, digest: string): [string, RecoveryCommand] => [
  'li.na',
  { kind: 'store-file', evidenceId: uuid(number), digest, type: 'image/png', size: 7 },
];
const end: [string, RecoveryCommand] = ['zhao', { kind: 'reject', reason: 'not she' }];
const hold: [string, RecoveryCommand] = ['sun', { kind: 'hold', reason: 'an inquiry' }];
const release: [string, RecoveryCommand] = ['sun', { kind: 'release-hold', reason: 'it is over' }];

/** A letter that is two items of the case, kept for one hour and for three; a photo of which only the digest is known. */
const open = () =>
  after(requested(), item(1, letter, at(60)), item(2, letter, at(180)), item(3, photo, at(60)), file(1, letter));
const over = (): RecoveryCase => after(open(), { minute: 10 }, end);

it('destroys a document when the longest of its retentions has ended, and what only its digest is known of never', () => {
  expect(retentionEndsAt(over())).toBe(hour(3));
  expect(endedDocuments(over(), hour(3) - 1)).toEqual([]);
  expect(endedDocuments(over(), hour(3))).toEqual([letter]);
  expect(destroyDocument(over(), photo, hour(9))).toBeUndefined();
  expect(destroyDocument(over(), letter, hour(9))).toEqual({
    name: 'EvidenceFileDestroyed',
    data: { digest: letter, reason: 'retention-ended', retainedUntil: at(180) },
  });
});

it('keeps the documents of a case that is open or held', () => {
  expect([retentionEndsAt(open()), destroyDocument(open(), letter, hour(9))]).toEqual([undefined, undefined]);
  const held = after(over(), { minute: 20 }, hold);
  expect(held.hold).toEqual({ by: 'sun', at: at(21), reason: 'an inquiry' });
  expect([retentionEndsAt(held), destroyDocument(held, letter, hour(9))]).toEqual([undefined, undefined]);
  expect(retentionEndsAt(after(held, { minute: 30 }, release))).toBe(hour(3));
});

it('destroys it once, and says so to whoever wants to read it', () => {
  const recovery = over();
  const read: RecoveryCommand = { kind: 'read-file', evidenceId: uuid(1), reason: 'audit' };
  expect(decideRecovery(read, recovery, { by: 'sun', facts, nowMs: hour(9) }).ok).toBe(true);
  after(recovery, { minute: 240 }, destroyDocument(recovery, letter, hour(9))!);
  expect(recovery.evidence.map(({ destroyed }) => destroyed)).toEqual([
    { at: at(241), reason: 'retention-ended' },
    undefined,
    undefined,
  ]);
  expect([retentionEndsAt(recovery), destroyDocument(recovery, letter, hour(9))]).toEqual([undefined, undefined]);
  expect(decideRecovery(read, recovery, { by: 'sun', facts, nowMs: hour(9) })).toMatchObject({
    error: {
      code: 'evidence-destroyed',
      message: expect.stringContaining(`Destroyed on ${at(241)}: its retention had ended.`),
    },
  });
});
