import type { Provider } from '@nestjs/common';
import { derivedKey } from '@tillwatch/kernel';
import type { DecisionDependencies } from '../alerts/decisions.js';
import { ChangeRegistrationHandler } from './change-registration.js';
import { InspectTerminalHandler } from './inspect-terminal.js';
import { accountKey } from './registry.controller.js';

/** `secret`: the same for every process that takes commands. */
export function registryHandlers(of: DecisionDependencies, secret: string): Provider[] {
  return [
    { provide: accountKey, useValue: derivedKey(secret, 'settlement accounts') },
    { provide: ChangeRegistrationHandler, useFactory: () => new ChangeRegistrationHandler(of) },
    { provide: InspectTerminalHandler, useFactory: () => new InspectTerminalHandler(of) },
  ];
}
