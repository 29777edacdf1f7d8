import { defineEvent } from '../define-event.js';
import { nested, optional, text } from '../fields.js';
import { MAX_PERSON_ID, MAX_REFERENCE, MAX_SENTENCE } from '../vocabulary.js';
import { GeoPoint } from './terminal-registered.js';

export class TerminalMoved {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @text({ max: MAX_REFERENCE })
  storeId!: string;

  @text({ max: MAX_SENTENCE })
  deploymentAddress!: string;

  @optional()
  @nested(() => GeoPoint)
  location?: GeoPoint;

  @text({ max: MAX_SENTENCE })
  reason!: string;
}

export const terminalMoved = defineEvent({
  name: 'TerminalMoved',
  origin: 'platform',
  schema: 1,
  payload: TerminalMoved,
  about: { en: 'A terminal was moved to another place, as planned.', zh: '终端已按计划移机。' },
  sample: {
    actor: 'administrator',
    storeId: 's-2',
    deploymentAddress: '8 Zhongshan Road, Xiamen',
    reason: 'The store moved',
  },
  personal: ['/actor', '/reason'],
});
