import { defineEvent } from '../define-event.js';
import { anyObject, listOf, matching, oneOf, optional, text } from '../fields.js';
import {
  DIGEST,
  inspectionResults,
  type InspectionResult,
  MAX_PERSON_ID,
  MAX_PHOTOS,
  MAX_SENTENCE,
} from '../vocabulary.js';

export class TerminalInspected {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @text({ max: MAX_PERSON_ID })
  inspector!: string;

  @oneOf(inspectionResults)
  result!: InspectionResult;

  /** Question to answer: a boolean or a short text. */
  @anyObject()
  checklist!: Record<string, unknown>;

  /** SHA-256 of each photo; the photos themselves are kept elsewhere. */
  @listOf(matching(DIGEST), { max: MAX_PHOTOS })
  photos!: string[];

  @optional()
  @text({ max: MAX_SENTENCE })
  notes?: string;
}

export const terminalInspected = defineEvent({
  name: 'TerminalInspected',
  origin: 'platform',
  schema: 1,
  payload: TerminalInspected,
  about: {
    en: 'Somebody looked a terminal over for damage, tampering and substitution.',
    zh: '有人对终端进行了巡检，查看是否损坏、被拆改或被调换。',
  },
  sample: {
    actor: 'administrator',
    inspector: 'li.na',
    result: 'ok',
    checklist: { 'serial matches': true, 'seals intact': true },
    photos: ['cd'.repeat(32)],
    notes: 'Cleaned the keypad',
  },
  personal: ['/actor', '/inspector', '/checklist', '/notes'],
});
