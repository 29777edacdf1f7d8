import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { OperatorView, Page, TimelineEntry } from '@tillwatch/api';
import { Caller, Needs, type Principal } from '@tillwatch/http';
import { definedOf, found, Pages, rangeOf } from '../pages.js';
import { OperatorAnswer, OperatorPage } from './operator.answer.js';
import {
  AsOfParameters,
  OperatorPath,
  operatorSorts,
  OperatorsParameters,
  TimelineParameters,
} from './operators.parameters.js';
import { GetOperator, ListOperators, ReadOperatorTimeline } from './operators.queries.js';
import { TimelinePage } from './timeline.answer.js';

@ApiTags('operators')
@ApiBearerAuth()
@Controller('v1/operators')
export class OperatorsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly pages: Pages,
  ) {}

  @Get()
  @Needs('operators.read', 'store-filter')
  @ApiOperation({ summary: 'Operators, filtered and sorted, in pages' })
  @ApiOkResponse({ type: OperatorPage })
  list(@Query() parameters: OperatorsParameters, @Caller() caller: Principal): Promise<Page<OperatorView>> {
    const { q, status, store, registration, exemption, sort = 'id' } = parameters;
    const filter = { ...definedOf({ q, status, store, registration, exemption }), sort: operatorSorts[sort] };
    return this.pages.answer('operators', caller, parameters, (place) =>
      this.queries.execute(new ListOperators({ ...filter, ...place })),
    );
  }

  @Get(':id')
  @Needs('operators.read', 'operator')
  @ApiOperation({ summary: 'One operator: now, as of an instant, or as of what was known at an instant' })
  @ApiOkResponse({ type: OperatorAnswer })
  async get(@Param() { id }: OperatorPath, @Query() { asOf, knownAt }: AsOfParameters): Promise<OperatorView> {
    return found(await this.queries.execute(new GetOperator(id, instantOf(asOf), instantOf(knownAt))));
  }

  @Get(':id/timeline')
  @Needs('operators.read')
  @ApiOperation({ summary: "An operator's events, newest first by corrected event time" })
  @ApiOkResponse({ type: TimelinePage })
  timeline(
    @Param() { id }: OperatorPath,
    @Query() parameters: TimelineParameters,
    @Caller() caller: Principal,
  ): Promise<Page<TimelineEntry>> {
    const range = rangeOf(parameters);
    return this.pages.answer(`operators/${id}/timeline`, caller, parameters, (place) =>
      this.queries.execute(new ReadOperatorTimeline(id, { ...range, ...place })),
    );
  }
}

function instantOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Date.parse(text);
}
