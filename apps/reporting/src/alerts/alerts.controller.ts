import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiExtraModels, ApiOkResponse, ApiOperation, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { AlertGroupView, AlertHistoryEntry, AlertView, Page } from '@tillwatch/api';
import { Caller, Needs, NoParameters, type Principal } from '@tillwatch/http';
import { CodedError, problem } from '@tillwatch/kernel';
import type { FastifyReply } from 'fastify';
import { definedOf, found, Pages, rangeOf, withEtag } from '../pages.js';
import { AlertAnswer, AlertGroupPage, AlertPage, HistoryPage } from './alert.answer.js';
import { AlertPath, alertSorts, AlertsParameters, PageParameters } from './alerts.parameters.js';
import { GetAlert, ListAlertGroups, ListAlerts, ReadAlertHistory } from './alerts.queries.js';

@ApiTags('alerts')
@ApiBearerAuth()
@ApiExtraModels(AlertPage, AlertGroupPage)
@Controller('v1/alerts')
@Needs('alerts.read', 'alert')
export class AlertsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly pages: Pages,
  ) {}

  @Get()
  @Needs('alerts.read', 'store-filter')
  @ApiOperation({ summary: 'Alerts, filtered and sorted, or grouped, in pages; open ones unless asked otherwise' })
  @ApiOkResponse({ schema: { anyOf: [AlertPage, AlertGroupPage].map((page) => ({ $ref: getSchemaPath(page) })) } })
  list(
    @Query() parameters: AlertsParameters,
    @Caller() caller: Principal,
  ): Promise<Page<AlertView> | Page<AlertGroupView>> {
    const { severity, rule, assignee, operator, terminal, store, status = 'open' } = parameters;
    const chosen = definedOf({ severity, rule, assignee, operator, terminal, store, ...rangeOf(parameters) });
    const filter = { ...chosen, status };
    const { group, sort } = parameters;
    if (group === undefined) {
      return this.pages.answer('alerts', caller, parameters, (place) =>
        this.queries.execute(new ListAlerts({ ...filter, ...alertSorts[sort ?? '-raisedAt'], ...place })),
      );
    }
    if (sort !== undefined) throw new CodedError(problem('parameter-invalid', '/sort', 'Groups have one order.'));
    return this.pages.answer('alerts', caller, parameters, (place) =>
      this.queries.execute(new ListAlertGroups({ ...filter, ...place })),
    );
  }

  @Get(':id')
  @ApiOperation({ summary: 'One alert' })
  @ApiOkResponse({ type: AlertAnswer })
  async get(
    @Param() { id }: AlertPath,
    @Query() _: NoParameters,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AlertView> {
    return withEtag(reply, found(await this.queries.execute(new GetAlert(id))));
  }

  @Get(':id/history')
  @ApiOperation({ summary: 'What the rule found and what people did, newest first' })
  @ApiOkResponse({ type: HistoryPage })
  history(
    @Param() { id }: AlertPath,
    @Query() parameters: PageParameters,
    @Caller() caller: Principal,
  ): Promise<Page<AlertHistoryEntry>> {
    return this.pages.answer(`alerts/${id}/history`, caller, parameters, (place) =>
      this.queries.execute(new ReadAlertHistory(id, place)),
    );
  }
}
