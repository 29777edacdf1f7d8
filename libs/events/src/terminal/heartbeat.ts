import { defineEvent } from '../define-event.js';
import { decimal, instantOrDay, nested, optional, text, version, whole } from '../fields.js';
import { MAX_REFERENCE, MAX_QUEUED } from '../vocabulary.js';

/** A clock with a dead battery starts in 1970 or before; this allows any year of RFC 3339. */
const MAX_CLOCK_OFFSET_MS = 1e15;
const MAX_ROUND_TRIP_MS = 86_400_000;
const MAX_SETTING = 1_000_000;
/** By then it is said to be anywhere on earth. */
const MAX_ACCURACY_M = 40_000_000;

/** Security settings in force at the terminal. */
export class Posture {
  @text({ max: MAX_REFERENCE })
  tlsVersion!: string;

  @instantOrDay()
  certificateExpires!: string;

  /** Failures before an operator is locked. */
  @whole({ min: 0, max: MAX_SETTING })
  lockAfter!: number;

  @whole({ min: 0, max: MAX_SETTING })
  lockMinutes!: number;

  /** Shortest password allowed. */
  @whole({ min: 0, max: MAX_SETTING })
  minLength!: number;

  @whole({ min: 0, max: MAX_SETTING })
  idleMinutes!: number;

  @version()
  blocklistVersion!: string | number;

  @text({ max: MAX_REFERENCE })
  policyProfile!: string;
}

/** Where a terminal finds itself to be: WGS 84, degrees. */
export class ReportedLocation {
  @decimal({ min: -90, max: 90 })
  latitude!: number;

  @decimal({ min: -180, max: 180 })
  longitude!: number;

  /** It is within so many metres of there. */
  @optional()
  @decimal({ min: 0, max: MAX_ACCURACY_M })
  accuracyM?: number;
}

export class Heartbeat {
  /** Events waiting in the outbox. */
  @whole({ min: 0, max: MAX_QUEUED })
  queued!: number;

  /** The terminal's clock minus ours, ms. */
  @optional()
  @decimal({ min: -MAX_CLOCK_OFFSET_MS, max: MAX_CLOCK_OFFSET_MS })
  clockOffsetMs?: number;

  @optional()
  @decimal({ min: 0, max: MAX_ROUND_TRIP_MS })
  roundTripMs?: number;

  @optional()
  @nested(() => Posture)
  posture?: Posture;

  @optional()
  @nested(() => ReportedLocation)
  location?: ReportedLocation;
}

export const heartbeat = defineEvent({
  name: 'Heartbeat',
  origin: 'terminal',
  schema: 1,
  payload: Heartbeat,
  about: {
    en: 'A terminal reports its outbox, clock, security settings and where it is.',
    zh: '终端报告待发队列、时钟、安全设置与所在位置。',
  },
  sample: {
    queued: 0,
    clockOffsetMs: -1250,
    roundTripMs: 84,
    posture: {
      tlsVersion: '1.3',
      certificateExpires: '2027-01-31T00:00:00Z',
      lockAfter: 6,
      lockMinutes: 30,
      minLength: 12,
      idleMinutes: 15,
      blocklistVersion: '2026.1',
      policyProfile: 'pci-dss',
    },
    location: { latitude: 24.4812, longitude: 118.0894, accuracyM: 30 },
  },
  personal: [],
});
