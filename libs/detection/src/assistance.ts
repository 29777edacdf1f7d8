import type { Observation } from './observation.js';

const assistingChannels: readonly unknown[] = ['administrator', 'vendor', 'bank'];

/** Whether somebody else carried out this reset or unlock: neither the operator, by self-service, nor a lock's own end. */
export function isAssisted({ data }: Pick<Observation, 'data'>): boolean {
  return assistingChannels.includes(data['channel']);
}

export function namesCase({ data }: Pick<Observation, 'data'>): boolean {
  return typeof data['caseId'] === 'string';
}
