import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { EventStore } from '@tillwatch/event-store';
import type { Clock, Log } from '@tillwatch/kernel';
import type { Database } from '@tillwatch/postgres';
import type { Registry } from 'prom-client';
import { DeadLettersController } from './dead-letters/dead-letters.controller.js';
import { ListDeadLettersHandler } from './dead-letters/list-dead-letters.js';
import { ReplayDeadLetterHandler } from './dead-letters/replay-dead-letter.js';
import { EventsController } from './intake/events.controller.js';
import { IngestEventsHandler } from './intake/ingest-events.js';
import type { Intake } from './intake/intake.js';
import { IntakeMetrics } from './intake/intake-metrics.js';
import { SenderLimit } from './intake/sender-limit.js';
import { ChannelsController } from './notifications/channels.controller.js';
import { DeliveriesController } from './notifications/deliveries.controller.js';
import { notificationHandlers } from './notifications/notification-handlers.js';
import type { Notifications } from './notifications/notifications.js';
import { DeclareGapLostHandler } from './terminals/declare-gap-lost.js';
import { GapsController } from './terminals/gaps.controller.js';

export interface ComplianceOptions {
  database: Database;
  store: EventStore;
  intake: Intake;
  notifications: Notifications;
  metrics: Registry;
  clock: Clock;
  log: Log;
}

/** Takes events and commands in. Handlers get plain objects; Nest finds them by the command they handle. */
@Module({})
export class ComplianceModule {
  static forRoot({ database, store, intake, notifications, metrics, clock, log }: ComplianceOptions): DynamicModule {
    const dependencies = {
      intake,
      database,
      senders: new SenderLimit(),
      metrics: new IntakeMetrics(metrics),
      clock,
      log,
    };
    const handlers: Provider[] = [
      { provide: IngestEventsHandler, useFactory: () => new IngestEventsHandler(dependencies) },
      { provide: ListDeadLettersHandler, useFactory: () => new ListDeadLettersHandler(database) },
      { provide: ReplayDeadLetterHandler, useFactory: () => new ReplayDeadLetterHandler(database, intake, clock) },
      { provide: DeclareGapLostHandler, useFactory: () => new DeclareGapLostHandler(store, clock) },
      ...notificationHandlers(database, notifications, clock),
    ];
    return {
      module: ComplianceModule,
      imports: [CqrsModule.forRoot()],
      controllers: [EventsController, DeadLettersController, GapsController, ChannelsController, DeliveriesController],
      providers: handlers,
    };
  }
}
