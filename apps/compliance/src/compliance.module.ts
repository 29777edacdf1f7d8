import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import type { EventStore } from '@tillwatch/event-store';
import type { Clock, Log } from '@tillwatch/kernel';

import type { Database } from '@tillwatch/postgres';
import { terminalJournals } from '@tillwatch/read-models';
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
import { ImportFileHandler } from './imports/import-file.js';
import { ImportsController } from './imports/imports.controller.js';
import { EventsController } from './intake/events.controller.js';
import { IngestEventsHandler } from './intake/ingest-events.js';
import type { Intake } from './intake/intake.js';
import type { IntakeMetrics } from './intake/intake-metrics.js';
import { SenderLimit } from './intake/sender-limit.js';
import { ChannelsController } from './notifications/channels.controller.js';
import { DeliveriesController } from './notifications/deliveries.controller.js';
import { notificationHandlers } from './notifications/notification-handlers.js';
import type { Notifications } from './notifications/notifications.js';
import { ChangeOperatorHandler } from './operators/change-operator.js';
import { OperatorActionsController } from './operators/operator-actions.controller.js';
import { ChoosePolicyHandler } from './policies/choose-policy.js';
import { PolicyActionsController } from './policies/policy-actions.controller.js';
import { PublishPolicyHandler } from './policies/publish-policy.js';
import { CommandWaits } from './terminals/command-waits.js';
import { CommandsController } from './terminals/commands.controller.js';
import { DeclareGapLostHandler } from './terminals/declare-gap-lost.js';
import { GapsController } from './terminals/gaps.controller.js';
import { IssueEnrolmentCodeHandler } from './terminals/issue-enrolment-code.js';
import { IssueTerminalCommandHandler } from './terminals/issue-terminal-command.js';
import { JournalController } from './terminals/journal.controller.js';
import { KeysController } from './terminals/keys.controller.js';
import { ListKeysHandler } from './terminals/list-keys.js';
import { ReadCommandsHandler } from './terminals/read-commands.js';
import { ReadJournalHandler } from './terminals/read-journal.js';
import { RegisterKeyHandler } from './terminals/register-key.js';
import { RevokeKeyHandler } from './terminals/revoke-key.js';
import { serverClock, ServerTime } from './terminals/server-time.js';

export interface ComplianceOptions {
  database: Database;
  store: EventStore;
  intake: Intake;
  notifications: Notifications;
  /** Keys the hashes of enrolment codes; the same for every process that takes commands. */
  enrolmentKey: string;
  intakeMetrics: IntakeMetrics;
  clock: Clock;
  log: Log;
}

/** Takes events and commands in. Handlers get plain objects; Nest finds them by the command they handle. */
@Module({})
export class ComplianceModule {
  static forRoot(options: ComplianceOptions): DynamicModule {
    const { database, store, intake, notifications, intakeMetrics, clock, log } = options;
    const dependencies = {
      intake,
      database,
      senders: new SenderLimit(),
      metrics: intakeMetrics,
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
      { provide: ChangeOperatorHandler, useFactory: () => new ChangeOperatorHandler({ store, clock }) },
      { provide: PublishPolicyHandler, useFactory: () => new PublishPolicyHandler({ store, clock }, database) },
      { provide: ChoosePolicyHandler, useFactory: () => new ChoosePolicyHandler({ store, clock }) },
      { provide: ImportFileHandler, useFactory: () => new ImportFileHandler({ store, clock }) },
      ...notificationHandlers(database, notifications, clock),
      ...terminalHandlers(options),
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
        KeysController,
        CommandsController,
        JournalController,
        ChannelsController,
        DeliveriesController,
        OperatorActionsController,
        PolicyActionsController,
        ImportsController,
      ],
      providers: handlers,
    };
  }
}

function terminalHandlers({ database, store, clock, log, enrolmentKey }: ComplianceOptions): Provider[] {
  const waits = new CommandWaits(database, log);
  const keyring = { store, clock, enrolmentKey };
  return [
    { provide: CommandWaits, useFactory: () => waits },
    { provide: serverClock, useValue: clock },
    {
      provide: ServerTime,
      inject: [HttpAdapterHost],
      useFactory: (host: HttpAdapterHost) => new ServerTime(host, clock),
    },
    { provide: IssueEnrolmentCodeHandler, useFactory: () => new IssueEnrolmentCodeHandler(keyring) },
    { provide: RegisterKeyHandler, useFactory: () => new RegisterKeyHandler(keyring) },
    { provide: RevokeKeyHandler, useFactory: () => new RevokeKeyHandler(keyring) },
    { provide: ListKeysHandler, useFactory: () => new ListKeysHandler(database) },
    {
      provide: IssueTerminalCommandHandler,
      useFactory: () => new IssueTerminalCommandHandler({ store, clock }, waits),
    },
    { provide: ReadCommandsHandler, useFactory: () => new ReadCommandsHandler(store, waits) },
    {
      provide: ReadJournalHandler,
      useFactory: () => new ReadJournalHandler(store, (ids) => terminalJournals(database, ids)),
    },
  ];
}
