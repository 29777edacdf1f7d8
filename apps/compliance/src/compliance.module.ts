import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { EventStore } from '@tillwatch/event-store';
import type { Clock, Log } from '@tillwatch/kernel';
import type { Queryable } from '@tillwatch/postgres';
import type { Registry } from 'prom-client';
import { ActOnAlertHandler } from './alerts/act-on-alert.js';
import { AlertActionsController } from './alerts/alert-actions.controller.js';
import { ChangeRuleStageHandler } from './alerts/change-rule-stage.js';
import { CreateSilenceHandler } from './alerts/create-silence.js';
import { ExpireSilenceHandler } from './alerts/expire-silence.js';
import { RuleStagesController } from './alerts/rule-stages.controller.js';
import { SilenceActionsController } from './alerts/silence-actions.controller.js';
import { DeadLettersController } from './dead-letters/dead-letters.controller.js';
import { ListDeadLettersHandler } from './dead-letters/list-dead-letters.js';
import { ReplayDeadLetterHandler } from './dead-letters/replay-dead-letter.js';
import { EventsController } from './intake/events.controller.js';
import { IngestEventsHandler } from './intake/ingest-events.js';
import type { Intake } from './intake/intake.js';
import { IntakeMetrics } from './intake/intake-metrics.js';
import { SenderLimit } from './intake/sender-limit.js';
import { DeclareGapLostHandler } from './terminals/declare-gap-lost.js';
import { GapsController } from './terminals/gaps.controller.js';

export interface ComplianceOptions {
  database: Queryable;
  store: EventStore;
  intake: Intake;
  metrics: Registry;
  clock: Clock;
  log: Log;
}

/** Takes events and commands in. Handlers get plain objects; Nest finds them by the command they handle. */
@Module({})
export class ComplianceModule {
  static forRoot({ database, store, intake, metrics, clock, log }: ComplianceOptions): DynamicModule {
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
      { provide: ActOnAlertHandler, useFactory: () => new ActOnAlertHandler({ store, clock }) },
      { provide: CreateSilenceHandler, useFactory: () => new CreateSilenceHandler({ store, clock }, database) },
      { provide: ExpireSilenceHandler, useFactory: () => new ExpireSilenceHandler({ store, clock }) },
      { provide: ChangeRuleStageHandler, useFactory: () => new ChangeRuleStageHandler({ store, clock }) },
    ];
    return {
      module: ComplianceModule,
      imports: [CqrsModule.forRoot()],
      controllers: [
        EventsController,
        DeadLettersController,
        GapsController,
        AlertActionsController,
        SilenceActionsController,
        RuleStagesController,
      ],
      providers: handlers,
    };
  }
}
