import { defineEvent } from '../define-event.js';
import { instant, optional, text } from '../fields.js';
import { MAX_PERSON_ID, MAX_SENTENCE } from '../vocabulary.js';

export class AuditDataRead {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  /** Id of the account; of the installation's own tokens `administrator` or `ingest`. */
  @text({ max: MAX_PERSON_ID })
  subject!: string;

  /** As the router has it: `/v1/operators/:id/timeline`. */
  @text({ max: MAX_PERSON_ID })
  route!: string;

  /** What of it, where the route names one thing; what looks like a secret is masked. */
  @optional()
  @text({ max: MAX_SENTENCE })
  id?: string;

  /** The minute it was read in, however often. */
  @instant()
  minute!: string;
}

export const auditDataRead = defineEvent({
  name: 'AuditDataRead',
  origin: 'platform',
  schema: 1,
  payload: AuditDataRead,
  about: {
    en: 'Somebody read audit data: once for each person, route, thing and minute, before the answer was given.',
    zh: '有人读取了审计数据：按人员、接口、对象和分钟各记一次，先记录后答复。',
  },
  sample: {
    actor: 'li.na',
    subject: '3f0c7a52-6f0d-8b8e-9c55-5a3f6f1f7e01',
    route: '/v1/operators/:id/timeline',
    id: 'op-7',
    minute: '2026-03-02T01:00:00.000Z',
  },
  personal: ['/actor', '/subject', '/id'],
});
