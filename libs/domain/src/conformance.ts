import type { PolicyInForce } from './policy.js';

/** Settings a terminal says it has, as in its heartbeats; members may be missing. */
export type ReportedPosture = Readonly<Record<string, unknown>>;

export type ConformanceSetting =
  'lockAfter' | 'lockMinutes' | 'minLength' | 'idleMinutes' | 'blocklistVersion' | 'policyProfile';

export interface ConformanceFault {
  setting: ConformanceSetting;
  /** Absent: the terminal does not say. */
  reported?: string | number;
  /** The most, the least, or exactly that, by setting. */
  required: string | number;
}

type Test = (reported: number, required: number) => boolean;

/** Zero is never locking, never ending a session: worse than any number. */
const atMost: Test = (reported, required) => reported > 0 && reported <= required;
const atLeast: Test = (reported, required) => reported >= required;

const numbers: readonly [ConformanceSetting & keyof PolicyInForce['settings'], Test][] = [
  ['lockAfter', atMost],
  ['lockMinutes', atLeast],
  ['minLength', atLeast],
  ['idleMinutes', atMost],
];

/** Where a terminal's settings fall short of the policy its store is held to; what the policy does not ask for cannot. */
export function conformanceFaults(posture: ReportedPosture, { profile, settings }: PolicyInForce): ConformanceFault[] {
  const faults: ConformanceFault[] = [];
  const fail = (setting: ConformanceSetting, required: string | number): void => {
    const reported = posture[setting];
    const isTold = typeof reported === 'string' || typeof reported === 'number';
    faults.push({ setting, ...(isTold && { reported }), required });
  };
  for (const [setting, passes] of numbers) {
    const [reported, required] = [posture[setting], settings[setting] as number];
    if (required > 0 && !(typeof reported === 'number' && passes(reported, required))) fail(setting, required);
  }
  const { blocklistVersion } = settings;
  if (blocklistVersion !== undefined && isOlder(posture['blocklistVersion'], blocklistVersion)) {
    fail('blocklistVersion', blocklistVersion);
  }
  if (posture['policyProfile'] !== profile) fail('policyProfile', profile);
  return faults;
}

/** Numbers in a version count as numbers: `2026.2` is older than `2026.10`. What is not told is older than anything. */
function isOlder(reported: unknown, than: string): boolean {
  if (typeof reported !== 'string' && typeof reported !== 'number') return true;
  return String(reported).localeCompare(than, 'en', { numeric: true }) < 0;
}

/** What changed between two postures: the setting, before and after. */
export function drift(
  before: ReportedPosture,
  after: ReportedPosture,
): Record<string, [before: unknown, after: unknown]> {
  const settings = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const changed = settings.filter((setting) => before[setting] !== after[setting]);
  return Object.fromEntries(changed.map((setting) => [setting, [before[setting] ?? null, after[setting] ?? null]]));
}
