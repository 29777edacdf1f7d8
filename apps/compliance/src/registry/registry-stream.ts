import { decideRegistration, evolveRegistration, type Registration, type RegistryCommand } from '@tillwatch/domain';
import type { RecordKind } from '../alerts/change-record.js';

/**
 * Not `terminal-registry-<id>`: `terminal-` is what journals are called, and a terminal may itself be called
 * `registry-7`.
 */
export const registrations: RecordKind<Registration, RegistryCommand> = {
  stream: (id) => `registry-${id}`,
  evolve: evolveRegistration,
  decide: decideRegistration,
};
