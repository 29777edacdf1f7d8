import { defineEvent } from '../define-event.js';
import { text, whole } from '../fields.js';
import { MAX_INSPECTION_DAYS, MAX_PERSON_ID, MAX_REFERENCE } from '../vocabulary.js';

export class InspectionScheduled {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @whole({ min: 1, max: MAX_INSPECTION_DAYS })
  everyDays!: number;

  /** Reference of the targeted risk analysis that the interval comes from (PCI DSS 9.5.1.2.1). */
  @text({ max: MAX_REFERENCE })
  riskAnalysis!: string;
}

export const inspectionScheduled = defineEvent({
  name: 'InspectionScheduled',
  origin: 'platform',
  schema: 1,
  payload: InspectionScheduled,
  about: { en: 'Somebody set how often a terminal is to be inspected.', zh: '有人设定了终端的巡检周期。' },
  sample: { actor: 'administrator', everyDays: 30, riskAnalysis: 'TRA-2026-04' },
  personal: ['/actor'],
});
