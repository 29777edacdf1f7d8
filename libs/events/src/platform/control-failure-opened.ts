import { defineEvent } from '../define-event.js';
import { instant, matching, oneOf, optional, text } from '../fields.js';
import { MAX_PERSON_ID, MAX_SENTENCE, securityControls, type SecurityControl, UUID } from '../vocabulary.js';

export class ControlFailureOpened {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @oneOf(securityControls)
  control!: SecurityControl;

  /** When it failed. */
  @instant()
  startedAt!: string;

  @text({ max: MAX_SENTENCE })
  description!: string;

  @optional()
  @text({ max: MAX_SENTENCE })
  cause?: string;

  /** The recovery case that showed it. */
  @optional()
  @matching(UUID)
  caseId?: string;
}

export const controlFailureOpened = defineEvent({
  name: 'ControlFailureOpened',
  origin: 'platform',
  schema: 1,
  payload: ControlFailureOpened,
  about: {
    en: 'A security control was found not to work (PCI DSS 10.7).',
    zh: '发现某项安全控制失效（PCI DSS 10.7）。',
  },
  sample: {
    actor: 'administrator',
    control: 'audit-logging',
    startedAt: '2026-03-02T01:00:00.000Z',
    description: 'Tills of store 3 kept no journal',
    cause: 'Full disks',
    caseId: '5f0c1e6a-30f7-4c11-a5d2-7f1f0f2f9d10',
  },
  personal: ['/actor', '/description', '/cause'],
});
