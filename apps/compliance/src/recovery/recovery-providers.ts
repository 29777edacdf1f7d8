import type { Provider } from '@nestjs/common';
import type { EventStore } from '@tillwatch/event-store';
import type { Clock } from '@tillwatch/kernel';
import type { Database } from '@tillwatch/postgres';
import { ActOnRecoveryHandler } from './act-on-recovery.js';
import { caseLog, EvidenceController } from './evidence.controller.js';
import { EvidenceFiles } from './evidence-files.js';
import { RecoveryController } from './recovery.controller.js';
import { registrar, RegistrationsController } from './registrations.controller.js';
import { RequestRecoveryHandler } from './request-recovery.js';

export const recoveryControllers = [RecoveryController, EvidenceController, RegistrationsController];

interface RecoveryDependencies {
  database: Database;
  store: EventStore;
  clock: Clock;
  /** 64 hex digits; keeps the keys of evidence. */
  evidenceKey: string;
}

/** Everything the routes of recovery cases are carried out by. */
export function recoveryProviders({ database, store, clock, evidenceKey }: RecoveryDependencies): Provider[] {
  const of = { store, clock };
  return [
    { provide: RequestRecoveryHandler, useFactory: () => new RequestRecoveryHandler(of, database) },
    { provide: ActOnRecoveryHandler, useFactory: () => new ActOnRecoveryHandler(of, database) },
    { provide: EvidenceFiles, useFactory: () => new EvidenceFiles(database, evidenceKey) },
    { provide: caseLog, useValue: store },
    { provide: registrar, useValue: of },
  ];
}
