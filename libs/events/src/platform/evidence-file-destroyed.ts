import { defineEvent } from '../define-event.js';
import { instant, matching, oneOf } from '../fields.js';
import { destructionReasons, type DestructionReason } from '../recovery-words.js';

export class EvidenceFileDestroyed {
  /** SHA-256 of the document: what remains of it. */
  @matching(/^[0-9a-f]{64}$/u)
  digest!: string;

  @oneOf(destructionReasons)
  reason!: DestructionReason;

  /** The end of its retention. */
  @instant()
  retainedUntil!: string;
}

export const evidenceFileDestroyed = defineEvent({
  name: 'EvidenceFileDestroyed',
  origin: 'platform',
  schema: 1,
  payload: EvidenceFileDestroyed,
  about: {
    en: 'The retention of an evidence document ended; its key and its bytes are destroyed, its digest stays.',
    zh: '证据文件保存期满，其密钥与内容被销毁，摘要保留。',
  },
  sample: { digest: 'a'.repeat(64), reason: 'retention-ended', retainedUntil: '2026-03-09T01:00:00.000Z' },
  personal: [],
});
