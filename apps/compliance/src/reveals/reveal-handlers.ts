import type { Provider } from '@nestjs/common';
import type { Database } from '@tillwatch/postgres';
import type { DecisionDependencies } from '../alerts/decisions.js';
import { RevealPersonalDataHandler } from './reveal-personal-data.js';

export function revealHandlers(of: DecisionDependencies, database: Database): Provider[] {
  return [{ provide: RevealPersonalDataHandler, useFactory: () => new RevealPersonalDataHandler(of, database) }];
}
