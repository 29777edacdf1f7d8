import { defineEvent } from '../define-event.js';
import { instant, matching, oneOf, optional, text } from '../fields.js';
import { evidenceKinds, type EvidenceKind } from '../recovery-words.js';
import { DIGEST, MAX_PERSON_ID, MAX_REFERENCE, UUID } from '../vocabulary.js';

export class RecoveryEvidenceAdded {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @matching(UUID)
  evidenceId!: string;

  @oneOf(evidenceKinds)
  kind!: EvidenceKind;

  /** SHA-256 of the document. */
  @optional()
  @matching(DIGEST)
  digest?: string;

  /** What somebody else knows it by, where there is no document: never a card or id number. */
  @optional()
  @text({ max: MAX_REFERENCE })
  reference?: string;

  /** Who keeps the document. */
  @text({ max: MAX_PERSON_ID })
  custodian!: string;

  @instant()
  retainUntil!: string;
}

export const recoveryEvidenceAdded = defineEvent({
  name: 'RecoveryEvidenceAdded',
  origin: 'platform',
  schema: 1,
  payload: RecoveryEvidenceAdded,
  about: {
    en: 'Somebody named a document, or a reference, that speaks for a recovery case.',
    zh: '有人为恢复工单登记了证据（文件摘要或编号）。',
  },
  sample: {
    actor: 'li.na',
    evidenceId: '5f0c1e6a-30f7-4c11-a5d2-7f1f0f2f9d10',
    kind: 'identity-check',
    digest: 'a'.repeat(64),
    custodian: 'wang.wei',
    retainUntil: '2027-03-02T00:00:00.000Z',
  },
  personal: ['/actor', '/reference', '/custodian'],
});
