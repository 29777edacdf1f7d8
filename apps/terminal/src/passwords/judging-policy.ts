import { readFile } from 'node:fs/promises';
import type { JudgingPolicy } from './judge-password.js';

type Json = Record<string, unknown>;

/** A profile as it is shipped: its version 1. `undefined`: there is none of that name. Loaded when it is asked for. */
export async function shippedPolicy(id: string): Promise<JudgingPolicy | undefined> {
  const { shippedPolicies } = await import('@tillwatch/domain');
  const shipped = shippedPolicies.find((policy) => policy.id === id);
  return shipped && { profile: id, version: 1, settings: shipped.settings };
}

/** `undefined`: there is no such file, or it does not hold a policy. */
export async function readPolicyFile(path: string): Promise<JudgingPolicy | undefined> {
  try {
    return policyFrom(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return undefined;
  }
}

/**
 * A policy out of an answer of the platform: of one profile (`GET /v1/policies/<profile>`), or what is in force
 * (`inForce` of `GET /v1/policies`). `undefined`: it is neither.
 */
export function policyFrom(value: unknown): JudgingPolicy | undefined {
  const { id, current, ...whole } = (value ?? {}) as Json;
  const { profile, version, settings } = (current ? { ...(current as Json), profile: id } : whole) as Json;
  const isWhole = typeof profile === 'string' && Number.isSafeInteger(version) && isSettings(settings);
  return isWhole ? { profile, version: version as number, settings: settings as never } : undefined;
}

function isSettings(value: unknown): boolean {
  const settings = (value ?? {}) as Json;
  const counts = ['minLength', 'minClasses', 'history'].every((name) => Number.isSafeInteger(settings[name]));
  const flags = ['classesEnforced', 'blocklist', 'keyboardRuns', 'pinyinWords'];
  return (
    counts && flags.every((name) => typeof settings[name] === 'boolean') && isClassList(settings['requiredClasses'])
  );
}

function isClassList(value: unknown): boolean {
  const known = ['lower', 'upper', 'letter', 'digit', 'symbol'];
  return Array.isArray(value) && value.every((one) => known.includes(one as string));
}
