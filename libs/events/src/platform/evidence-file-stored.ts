import { defineEvent } from '../define-event.js';
import { matching, oneOf, text, whole } from '../fields.js';
import { evidenceFileTypes, MAX_EVIDENCE_BYTES, type EvidenceFileType } from '../recovery-words.js';
import { MAX_PERSON_ID, UUID } from '../vocabulary.js';

export class EvidenceFileStored {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @matching(UUID)
  evidenceId!: string;

  /** What its first bytes say it is. */
  @oneOf(evidenceFileTypes)
  type!: EvidenceFileType;

  @whole({ min: 1, max: MAX_EVIDENCE_BYTES })
  size!: number;
}

export const evidenceFileStored = defineEvent({
  name: 'EvidenceFileStored',
  origin: 'platform',
  schema: 1,
  payload: EvidenceFileStored,
  about: {
    en: 'The document of an evidence item was handed in; it is kept encrypted.',
    zh: '证据文件已提交并加密保存。',
  },
  sample: { actor: 'li.na', evidenceId: '5f0c1e6a-30f7-4c11-a5d2-7f1f0f2f9d10', type: 'application/pdf', size: 48211 },
  personal: ['/actor'],
});
