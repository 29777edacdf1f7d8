import { defineEvent } from '../define-event.js';
import { listOf, matching, nested, optional, text } from '../fields.js';
import { MAX_PERSON_ID, MAX_REFERENCE } from '../vocabulary.js';

/** `09:00-22:00`, `00:00-24:00`; an end at or before the start is in the next day. */
const HOURS = /^(?:[01]\d|2[0-3]):[0-5]\d-(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/u;
const DAY = /^\d{4}-\d{2}-\d{2}$/u;

const MAX_SPANS = 6;
const MAX_HOLIDAYS = 400;
const MAX_ZONE = 64;

/** Opening hours by weekday; a day that is left out is closed. */
export class WeekHours {
  @optional()
  @listOf(matching(HOURS), { max: MAX_SPANS })
  mon?: string[];

  @optional()
  @listOf(matching(HOURS), { max: MAX_SPANS })
  tue?: string[];

  @optional()
  @listOf(matching(HOURS), { max: MAX_SPANS })
  wed?: string[];

  @optional()
  @listOf(matching(HOURS), { max: MAX_SPANS })
  thu?: string[];

  @optional()
  @listOf(matching(HOURS), { max: MAX_SPANS })
  fri?: string[];

  @optional()
  @listOf(matching(HOURS), { max: MAX_SPANS })
  sat?: string[];

  @optional()
  @listOf(matching(HOURS), { max: MAX_SPANS })
  sun?: string[];
}

export class StoreCalendarSet {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @text({ max: MAX_REFERENCE })
  store!: string;

  /** IANA name. */
  @text({ max: MAX_ZONE })
  timeZone!: string;

  @nested(() => WeekHours)
  hours!: WeekHours;

  /** Dates, in the store's zone, on which it does not open. */
  @optional()
  @listOf(matching(DAY), { max: MAX_HOLIDAYS })
  holidays?: string[];
}

export const storeCalendarSet = defineEvent({
  name: 'StoreCalendarSet',
  origin: 'platform',
  schema: 1,
  payload: StoreCalendarSet,
  about: {
    en: 'Somebody said when a store is open: its time zone, hours by weekday and holidays.',
    zh: '有人设定了门店的营业日历：时区、每周营业时间与节假日。',
  },
  sample: {
    actor: 'administrator',
    store: 's-1',
    timeZone: 'Asia/Shanghai',
    hours: { mon: ['09:00-22:00'], fri: ['09:00-14:00', '17:00-02:00'] },
    holidays: ['2026-10-01'],
  },
  personal: ['/actor'],
});
