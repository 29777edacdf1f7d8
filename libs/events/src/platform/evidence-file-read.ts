import { defineEvent } from '../define-event.js';
import { matching, text } from '../fields.js';
import { MAX_PERSON_ID, MAX_SENTENCE, UUID } from '../vocabulary.js';

export class EvidenceFileRead {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @matching(UUID)
  evidenceId!: string;

  @text({ max: MAX_SENTENCE })
  reason!: string;
}

export const evidenceFileRead = defineEvent({
  name: 'EvidenceFileRead',
  origin: 'platform',
  schema: 1,
  payload: EvidenceFileRead,
  about: {
    en: 'Somebody opened the document of an evidence item, and said why.',
    zh: '有人说明原因后查看了证据文件。',
  },
  sample: { actor: 'zhao', evidenceId: '5f0c1e6a-30f7-4c11-a5d2-7f1f0f2f9d10', reason: 'Yearly audit' },
  personal: ['/actor', '/reason'],
});
