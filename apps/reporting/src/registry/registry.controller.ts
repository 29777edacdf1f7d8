import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { InspectionView, Page, RegistrationView } from '@tillwatch/api';
import { Caller, Needs, NoParameters, type Principal } from '@tillwatch/http';
import { TerminalPath } from '../monitoring/terminals.parameters.js';
import { definedOf, found, Pages } from '../pages.js';
import { CursorParameter, IdFilter, LimitParameter, OneOf, SearchText } from '../parameter-rules.js';
import { InspectionPage, RegistrationAnswer, RegistrationPage } from './registration.answer.js';
import { GetRegistration, ListInspections, ListInspectionsDue, ListRegistrations } from './registry.queries.js';

class RegistrationsParameters {
  @SearchText() q?: string;
  @IdFilter() store?: string;
  @IdFilter() terminal?: string;
  @OneOf(['in-service', 'retired'], 'Default `in-service`; not asked with `terminal`.') state?:
    'in-service' | 'retired';
  @LimitParameter() limit?: number;
  @CursorParameter() cursor?: string;
}

class DueParameters {
  @OneOf(['true', 'false'], 'Default both.') overdue?: 'true' | 'false';
  @IdFilter() store?: string;
  @LimitParameter() limit?: number;
  @CursorParameter() cursor?: string;
}

class PageParameters {
  @LimitParameter() limit?: number;
  @CursorParameter() cursor?: string;
}

@ApiTags('registry')
@ApiBearerAuth()
@Controller('v1')
export class RegistryController {
  constructor(
    private readonly queries: QueryBus,
    private readonly pages: Pages,
  ) {}

  @Get('terminal-registry')
  @Needs('terminals.read')
  @ApiOperation({ summary: 'Registered terminals, also those never heard of, by id / 终端登记列表' })
  @ApiOkResponse({ type: RegistrationPage })
  list(@Query() parameters: RegistrationsParameters, @Caller() caller: Principal): Promise<Page<RegistrationView>> {
    const { q, store, terminal, state } = parameters;
    const filter = { ...definedOf({ q, store, terminal }), retired: state === 'retired' };
    return this.pages.answer('terminal-registry', caller, parameters, (place) =>
      this.queries.execute(new ListRegistrations({ ...filter, ...place })),
    );
  }

  @Get('terminals/:id/registration')
  @Needs('terminals.read', 'terminal')
  @ApiOperation({ summary: 'What is registered of a terminal / 终端登记信息' })
  @ApiOkResponse({ type: RegistrationAnswer })
  async get(@Param() { id }: TerminalPath, @Query() _: NoParameters): Promise<RegistrationView> {
    return found(await this.queries.execute(new GetRegistration(id)));
  }

  @Get('terminals/:id/inspections')
  @Needs('terminals.read', 'terminal')
  @ApiOperation({ summary: 'Its inspections, newest first / 终端巡检记录' })
  @ApiOkResponse({ type: InspectionPage })
  inspections(
    @Param() { id }: TerminalPath,
    @Query() parameters: PageParameters,
    @Caller() caller: Principal,
  ): Promise<Page<InspectionView>> {
    return this.pages.answer(`terminals/${id}/inspections`, caller, parameters, (place) =>
      this.queries.execute(new ListInspections(id, place)),
    );
  }

  @Get('inspections')
  @Needs('terminals.read')
  @ApiOperation({ summary: 'Terminals to be inspected, the longest overdue first / 待巡检终端' })
  @ApiOkResponse({ type: RegistrationPage })
  due(@Query() parameters: DueParameters, @Caller() caller: Principal): Promise<Page<RegistrationView>> {
    const { overdue, store } = parameters;
    const filter = { ...definedOf({ store }), ...(overdue && { overdue: overdue === 'true' }) };
    return this.pages.answer('inspections', caller, parameters, (place) =>
      this.queries.execute(new ListInspectionsDue({ ...filter, ...place })),
    );
  }
}
