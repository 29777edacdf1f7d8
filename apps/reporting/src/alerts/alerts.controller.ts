import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { AlertView, Page } from '@tillwatch/api';
import { Caller, type Principal, NoParameters } from '@tillwatch/http';
import { definedOf, found, Pages, rangeOf } from '../pages.js';
import { AlertAnswer, AlertPage } from './alert.answer.js';
import { AlertPath, alertSorts, AlertsParameters } from './alerts.parameters.js';
import { GetAlert, ListAlerts } from './alerts.queries.js';

@ApiTags('alerts')
@ApiBearerAuth()
@Controller('v1/alerts')
export class AlertsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly pages: Pages,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Alerts, filtered and sorted, in pages; open ones unless asked otherwise' })
  @ApiOkResponse({ type: AlertPage })
  list(@Query() parameters: AlertsParameters, @Caller() caller: Principal): Promise<Page<AlertView>> {
    const { severity, rule, operator, terminal, store, status = 'open', sort = '-raisedAt' } = parameters;
    const filter = definedOf({ severity, rule, operator, terminal, store, ...rangeOf(parameters) });
    return this.pages.answer('alerts', caller, parameters, (place) =>
      this.queries.execute(new ListAlerts({ ...filter, status, ...alertSorts[sort], ...place })),
    );
  }

  @Get(':id')
  @ApiOperation({ summary: 'One alert' })
  @ApiOkResponse({ type: AlertAnswer })
  async get(@Param() { id }: AlertPath, @Query() _: NoParameters): Promise<AlertView> {
    return found(await this.queries.execute(new GetAlert(id)));
  }
}
