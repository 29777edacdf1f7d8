import { defineEvent } from '../define-event.js';
import { decimal, matching, nested, optional, text, whole } from '../fields.js';
import {
  CREDIT_CODE,
  DIGEST,
  MAX_INSPECTION_DAYS,
  MAX_PERSON_ID,
  MAX_REFERENCE,
  MAX_SENTENCE,
  MERCHANT_CODE,
} from '../vocabulary.js';

/** The five items that PBoC Notice 259 (2021) binds a terminal's serial number to. */
export class TerminalBinding {
  @matching(MERCHANT_CODE)
  acquirerCode!: string;

  @matching(MERCHANT_CODE)
  merchantCode!: string;

  /** Unified social credit code, GB 32100-2015. */
  @matching(CREDIT_CODE)
  merchantCreditCode!: string;

  /** Its last four characters: the account itself is never stored. */
  @text({ max: MAX_REFERENCE })
  settlementAccount!: string;

  /** Keyed hash of the whole account: tells that it changed, not what it is. */
  @matching(DIGEST)
  settlementAccountHash!: string;

  @text({ max: MAX_SENTENCE })
  deploymentAddress!: string;
}

/** WGS 84, degrees. */
export class GeoPoint {
  @decimal({ min: -90, max: 90 })
  latitude!: number;

  @decimal({ min: -180, max: 180 })
  longitude!: number;
}

export class TerminalRegistered {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @text({ max: MAX_REFERENCE })
  model!: string;

  @text({ max: MAX_REFERENCE })
  serial!: string;

  @nested(() => TerminalBinding)
  binding!: TerminalBinding;

  @text({ max: MAX_REFERENCE })
  storeId!: string;

  @text({ max: MAX_PERSON_ID })
  custodian!: string;

  @optional()
  @nested(() => GeoPoint)
  location?: GeoPoint;

  @whole({ min: 1, max: MAX_INSPECTION_DAYS })
  inspectEveryDays!: number;
}

export const terminalRegistered = defineEvent({
  name: 'TerminalRegistered',
  origin: 'platform',
  schema: 1,
  payload: TerminalRegistered,
  about: {
    en: 'Somebody registered a terminal: its device, its five-item binding, its store and who keeps it.',
    zh: '有人登记了终端：设备、五要素绑定、所在门店和保管人。',
  },
  sample: {
    actor: 'administrator',
    model: 'P2000L',
    serial: 'N7NL00713825',
    binding: {
      acquirerCode: '10450001',
      merchantCode: '104110058120001',
      merchantCreditCode: '91350100M000100Y43',
      settlementAccount: '****0017',
      settlementAccountHash: 'ab'.repeat(32),
      deploymentAddress: '1 Hubin Road, Xiamen',
    },
    storeId: 's-1',
    custodian: 'li.na',
    location: { latitude: 24.48, longitude: 118.09 },
    inspectEveryDays: 90,
  },
  personal: ['/actor', '/custodian', '/binding'],
});
