import { shippedPolicies } from '@tillwatch/domain';
import { eventOf, platformEventOf } from '../reporting.contract.js';

/** A cashier who did a supervisor's work, a profile with a version of one's own, and a store that goes by it. */
export function people(position: number, at: number) {
  const actor = 'administrator';
  const stream = 'operator-o-1';
  const registered = {
    operatorId: 'o-1',
    name: '李娜',
    role: 'cashier',
    scopeClass: 'single-card-cashier',
    stores: ['s-1'],
  };
  const { settings } = shippedPolicies.find(({ id }) => id === 'nist-800-63b')!;
  const version = { profile: 'pci-dss', version: 2, settings: { ...settings, blocklistVersion: '2026.1' } };
  return [
    platformEventOf(position, 'OperatorRegistered', { stream, at: at - 9_000, data: { ...registered, actor } }),
    eventOf(position + 5, 'PasswordChanged', { at, operator: 'o-1', data: { verdict: { profile: 'pci-dss', profileVersion: 1, length: 6, classes: 1, blocklisted: true, reused: false } } }), // prettier-ignore
    eventOf(position + 1, 'PasswordReset', { at, operator: 'o-2', data: { channel: 'administrator', actor: 'o-1', temporary: true } }), // prettier-ignore
    platformEventOf(position + 4, 'TrainingRecorded', { stream, at, data: { operatorId: 'o-1', topic: '防窥视', method: 'online', completedAt: new Date(at).toISOString(), expiresAt: '2999-01-01T00:00:00.000Z', evidence: 'a'.repeat(64), actor } }), // prettier-ignore
    platformEventOf(position + 2, 'PolicyProfilePublished', { stream: 'policy-pci-dss', at, data: { ...version, reason: 'r', actor } }), // prettier-ignore
    platformEventOf(position + 3, 'PolicyProfileChosen', { stream: 'policy-choice', at, data: { profile: 'mlps-3', store: 's-1', reason: 'r', actor } }), // prettier-ignore
  ];
}
