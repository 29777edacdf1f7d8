import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import type { RuleSet } from '@tillwatch/detection';
import { type AccountsContext, AddressLimit, openIdOf } from '@tillwatch/accounts';
import type { EventStore } from '@tillwatch/event-store';
import type { Clock, Log, OpenIdSettings } from '@tillwatch/kernel';

import type { Database } from '@tillwatch/postgres';
import { terminalJournals } from '@tillwatch/read-models';
import { accountControllers } from './accounts/account-controllers.js';
import { accountsOptions, type AccountsOptions } from './accounts/accounts-options.js';
import { ActOnAlertHandler } from './alerts/act-on-alert.js';
import { AlertActionsController } from './alerts/alert-actions.controller.js';
import { ChangeRuleStageHandler } from './alerts/change-rule-stage.js';
import { CreateSilenceHandler } from './alerts/create-silence.js';
import { ExpireSilenceHandler } from './alerts/expire-silence.js';
import { RuleStagesController } from './alerts/rule-stages.controller.js';
import { SilenceActionsController } from './alerts/silence-actions.controller.js';
import { BacktestController, pastRunLog } from './backtest/backtest.controller.js';
import { BacktestRuleHandler } from './backtest/backtest-rule.js';
import { OneAtATime } from './backtest/one-at-a-time.js';
import { OrderBackfillHandler } from './backtest/order-backfill.js';
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
import { CancelShiftHandler } from './rosters/cancel-shift.js';
import { ListShiftsHandler } from './rosters/list-shifts.js';
import { PlanShiftHandler } from './rosters/plan-shift.js';
import { ShiftsController } from './rosters/shifts.controller.js';
import { ReadStoreCalendarHandler } from './stores/read-store-calendar.js';
import { ChangeStoreMerchantHandler } from './stores/change-store-merchant.js';
import { SetStoreCalendarHandler } from './stores/set-store-calendar.js';
import { StoreCalendarController } from './stores/store-calendar.controller.js';
import { StoreMerchantController } from './stores/store-merchant.controller.js';
import { registryHandlers } from './registry/registry-handlers.js';
import { RegistryController } from './registry/registry.controller.js';
import { AccessReviewsController } from './reviews/access-reviews.controller.js';
import { ControlFailuresController } from './reviews/control-failures.controller.js';
import { DailyReviewsController } from './reviews/daily-reviews.controller.js';
import { reviewHandlers } from './reviews/review-handlers.js';
import { revealHandlers } from './reveals/reveal-handlers.js';
import { RevealsController } from './reveals/reveals.controller.js';
import { recoveryControllers, recoveryProviders } from './recovery/recovery-providers.js';
import { ChangeOperatorHandler } from './operators/change-operator.js';
import { OperatorActionsController } from './operators/operator-actions.controller.js';
import { ChoosePolicyHandler } from './policies/choose-policy.js';
import { PolicyActionsController } from './policies/policy-actions.controller.js';
import { ChangePolicyHandler } from './policies/change-policy.js';
import { CommandWaits } from './terminals/command-waits.js';
import { ControlRequestsController } from './terminals/control-requests.controller.js';
import { ControlTerminalHandler, DecideControlRequestHandler } from './terminals/control-terminal.js';
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
  /** Answers requests with rows of the caller's tenant alone. */
  reader: Database;
  store: EventStore;
  intake: Intake;
  notifications: Notifications;
  /** Keys the hashes of enrolment codes; the same for every process that takes commands. */
  enrolmentKey: string;
  rules: RuleSet;
  intakeMetrics: IntakeMetrics;
  accounts: AccountsContext;
  /** People reach us by https. */
  secure?: boolean;
  /** Failed sign-ins one address has; absent: our own limit. */
  triesPerAddress?: number;
  /** Of the provider people may sign in by. */
  openId?: OpenIdSettings;
  /** Keeps the keys of evidence files; the same for every process that takes commands. */
  evidenceKey: string;
  clock: Clock;
  log: Log;
}

/** Takes events and commands in. Handlers get plain objects; Nest finds them by the command they handle. */
@Module({})
export class ComplianceModule {
  static forRoot(options: ComplianceOptions): DynamicModule {
    const { database, reader, store, intake, notifications, rules, intakeMetrics, clock, log } = options;
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
      { provide: ListDeadLettersHandler, useFactory: () => new ListDeadLettersHandler(reader) },
      { provide: ReplayDeadLetterHandler, useFactory: () => new ReplayDeadLetterHandler(database, intake, clock) },
      { provide: DeclareGapLostHandler, useFactory: () => new DeclareGapLostHandler(store, clock) },
      { provide: ActOnAlertHandler, useFactory: () => new ActOnAlertHandler({ store, clock }) },
      { provide: CreateSilenceHandler, useFactory: () => new CreateSilenceHandler({ store, clock }, database) },
      { provide: ExpireSilenceHandler, useFactory: () => new ExpireSilenceHandler({ store, clock }) },
      { provide: ChangeRuleStageHandler, useFactory: () => new ChangeRuleStageHandler({ store, clock }, rules) },
      ...backtestHandlers(options),
      ...storeHandlers(options),
      { provide: ListShiftsHandler, useFactory: () => new ListShiftsHandler(reader) },
      { provide: PlanShiftHandler, useFactory: () => new PlanShiftHandler({ store, clock }) },
      { provide: CancelShiftHandler, useFactory: () => new CancelShiftHandler({ store, clock }) },
      { provide: ChangeOperatorHandler, useFactory: () => new ChangeOperatorHandler({ store, clock }) },
      { provide: ChangePolicyHandler, useFactory: () => new ChangePolicyHandler({ store, clock }, database) },
      { provide: ChoosePolicyHandler, useFactory: () => new ChoosePolicyHandler({ store, clock }) },
      { provide: ImportFileHandler, useFactory: () => new ImportFileHandler({ store, clock }) },
      ...notificationHandlers(database, notifications, clock),
      ...terminalHandlers(options),
      { provide: accountsOptions, useValue: accountsOf(options) },
      ...registryHandlers({ store, clock }, options.enrolmentKey),
      ...reviewHandlers({ store, clock }, database),
      ...recoveryProviders(options),
      ...revealHandlers({ store, clock }, database),
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
        BacktestController,
        KeysController,
        CommandsController,
        JournalController,
        StoreCalendarController,
        StoreMerchantController,
        ShiftsController,
        ControlRequestsController,
        RegistryController,
        ControlFailuresController,
        DailyReviewsController,
        AccessReviewsController,
        ChannelsController,
        DeliveriesController,
        ...accountControllers,
        ...recoveryControllers,
        OperatorActionsController,
        PolicyActionsController,
        ImportsController,
        RevealsController,
      ],
      providers: handlers,
    };
  }
}

function storeHandlers({ database, reader, store, clock }: ComplianceOptions): Provider[] {
  const of = { store, clock };
  return [
    { provide: SetStoreCalendarHandler, useFactory: () => new SetStoreCalendarHandler(of) },
    { provide: ReadStoreCalendarHandler, useFactory: () => new ReadStoreCalendarHandler(reader) },
    { provide: ChangeStoreMerchantHandler, useFactory: () => new ChangeStoreMerchantHandler(of, database) },
  ];
}

function backtestHandlers({ database, store, rules, clock, log }: ComplianceOptions): Provider[] {
  const runs = new OneAtATime();
  return [
    { provide: pastRunLog, useValue: log },
    { provide: BacktestRuleHandler, useFactory: () => new BacktestRuleHandler(database, runs, rules) },
    {
      provide: OrderBackfillHandler,
      useFactory: () => new OrderBackfillHandler({ store, clock }, database, runs, rules),
    },
  ];
}

function accountsOf({ accounts, secure = false, openId, ...options }: ComplianceOptions): AccountsOptions {
  const addressLimit = new AddressLimit(accounts.clock, options.triesPerAddress);
  return { accounts, secure, addressLimit, ...(openId && { openId: openIdOf(accounts, openId) }) };
}

function terminalHandlers({ database, reader, store, clock, log, enrolmentKey }: ComplianceOptions): Provider[] {
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
    { provide: ListKeysHandler, useFactory: () => new ListKeysHandler(reader) },
    {
      provide: IssueTerminalCommandHandler,
      useFactory: () => new IssueTerminalCommandHandler({ store, clock }, waits),
    },
    {
      provide: ControlTerminalHandler,
      inject: [CommandBus],
      useFactory: (commands: CommandBus) => new ControlTerminalHandler({ store, clock }, commands),
    },
    {
      provide: DecideControlRequestHandler,
      inject: [CommandBus],
      useFactory: (commands: CommandBus) => new DecideControlRequestHandler({ store, clock }, commands),
    },
    { provide: ReadCommandsHandler, useFactory: () => new ReadCommandsHandler(store, waits) },
    {
      provide: ReadJournalHandler,
      useFactory: () => new ReadJournalHandler(store, (ids) => terminalJournals(database, ids)),
    },
  ];
}
