import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { HealthController, healthChecks } from '@tillwatch/http';
import { readCheckpoint } from '@tillwatch/read-models';
import { AlertsController } from './alerts/alerts.controller.js';
import {
  GetAlertHandler,
  ListAlertGroupsHandler,
  ListAlertsHandler,
  ReadAlertHistoryHandler,
} from './alerts/alerts.queries.js';
import { ExplanationsController } from './alerts/explanations.controller.js';
import { ExplainAlertHandler, ExplainRuleHandler } from './alerts/explanations.queries.js';
import { RiskController } from './alerts/risk.controller.js';
import { ReadRiskHandler } from './alerts/risk.queries.js';
import { RulesController } from './alerts/rules.controller.js';
import { GetRuleHandler, ListRulesHandler, ListShadowFindingsHandler } from './alerts/rules.queries.js';
import { SilencesController } from './alerts/silences.controller.js';
import { ListSilencesHandler } from './alerts/silences.queries.js';
import { ConsoleFiles } from './console/console-files.js';
import { Cursors } from './cursors.js';
import { DeadlinesController } from './deadlines/deadlines.controller.js';
import { ListDeadlinesHandler } from './deadlines/deadlines.queries.js';
import { LiveController } from './live/live.controller.js';
import { LiveHub } from './live/live-hub.js';
import { LiveStream, liveHubOf } from './live/live-stream.js';
import { OperatorsController } from './monitoring/operators.controller.js';
import {
  GetOperatorHandler,
  ListOperatorsHandler,
  ReadOperatorTimelineHandler,
} from './monitoring/operators.queries.js';
import { OverviewController } from './monitoring/overview.controller.js';
import { ReadCountersHandler, ReadOverviewHandler } from './monitoring/overview.queries.js';
import { TerminalsController } from './monitoring/terminals.controller.js';
import {
  GetTerminalHandler,
  ListCommandsHandler,
  ListGapsHandler,
  ListTerminalsHandler,
  ReadTerminalTimelineHandler,
} from './monitoring/terminals.queries.js';
import { Pages } from './pages.js';
import { RegistryController } from './registry/registry.controller.js';
import { registryQueryHandlers } from './registry/registry.queries.js';
import { ReviewsController } from './reviews/reviews.controller.js';
import { reviewQueryHandlers } from './reviews/reviews.queries.js';
import { OnePersonStoresController } from './recovery/one-person-stores.controller.js';
import { RecoveriesController } from './recovery/recoveries.controller.js';
import {
  GetRecoveryHandler,
  ListRecoveriesHandler,
  ListOnePersonStoresHandler,
  ReadDossierHandler,
  ReadRecoveryHistoryHandler,
} from './recovery/recovery.queries.js';
import { TrainingController } from './people/training.controller.js';
import { ListTrainingHandler } from './people/training.queries.js';
import { ConformanceController } from './policies/conformance.controller.js';
import { ListConformanceHandler } from './policies/conformance.queries.js';
import { PoliciesController } from './policies/policies.controller.js';
import { GetPolicyHandler, ListPoliciesHandler } from './policies/policies.queries.js';
import { RevealsController } from './reveals/reveals.controller.js';
import { ListRevealsHandler } from './reveals/reveals.queries.js';
import { reportingOptions, type ReportingOptions } from './reporting-options.js';
import { StoresController } from './stores/stores.controller.js';
import { ListStoresHandler } from './stores/stores.queries.js';

const queryHandlers: Provider[] = [
  ReadOverviewHandler,
  ReadCountersHandler,
  ListOperatorsHandler,
  GetOperatorHandler,
  ReadOperatorTimelineHandler,
  ListTerminalsHandler,
  GetTerminalHandler,
  ReadTerminalTimelineHandler,
  ListGapsHandler,
  ListCommandsHandler,
  ListAlertsHandler,
  ListAlertGroupsHandler,
  GetAlertHandler,
  ReadAlertHistoryHandler,
  ListRulesHandler,
  GetRuleHandler,
  ListShadowFindingsHandler,
  ListSilencesHandler,
  ReadRiskHandler,
  ExplainAlertHandler,
  ExplainRuleHandler,
  ListDeadlinesHandler,
  ...registryQueryHandlers,
  ...reviewQueryHandlers,
  ListRecoveriesHandler,
  GetRecoveryHandler,
  ReadRecoveryHistoryHandler,
  ListOnePersonStoresHandler,
  ReadDossierHandler,
  ListPoliciesHandler,
  GetPolicyHandler,
  ListTrainingHandler,
  ListConformanceHandler,
  ListRevealsHandler,
  ListStoresHandler,
];

/** Monitoring queries, the live stream and the console's files. Needs what `createHttpApp` of libs/http sets up. */
@Module({})
export class ReportingModule {
  static forRoot(options: ReportingOptions): DynamicModule {
    return {
      module: ReportingModule,
      imports: [CqrsModule.forRoot()],
      controllers: [
        OverviewController,
        OperatorsController,
        TerminalsController,
        AlertsController,
        RulesController,
        SilencesController,
        RiskController,
        ExplanationsController,
        DeadlinesController,
        RegistryController,
        ReviewsController,
        OnePersonStoresController,
        RecoveriesController,
        PoliciesController,
        TrainingController,
        ConformanceController,
        RevealsController,
        StoresController,
        LiveController,
        HealthController,
      ],
      providers: [
        { provide: reportingOptions, useValue: options },
        { provide: healthChecks, useValue: { metrics: options.metrics, lagEvents: () => lagEvents(options) } },
        { provide: Cursors, useValue: new Cursors(options.cursorKey) },
        { provide: LiveHub, useFactory: liveHubOf, inject: [reportingOptions, Cursors] },
        LiveStream,
        Pages,
        ConsoleFiles,
        ...queryHandlers,
      ],
    };
  }
}

async function lagEvents({ database, logHead }: ReportingOptions): Promise<number> {
  const [head, { position }] = await Promise.all([logHead(), readCheckpoint(database, false)]);
  return Math.max(0, head - position);
}
