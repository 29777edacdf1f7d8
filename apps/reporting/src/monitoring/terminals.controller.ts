import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { GapView, Page, TerminalCommandView, TerminalView, TimelineEntry } from '@tillwatch/api';
import { Caller, Needs, NoParameters, type Principal } from '@tillwatch/http';
import { definedOf, found, Pages, rangeOf } from '../pages.js';
import { CommandPage } from './command.answer.js';
import { TimelineParameters } from './operators.parameters.js';
import { GapPage, TerminalAnswer, TerminalPage } from './terminal.answer.js';
import { CommandsParameters, TerminalPath, terminalSorts, TerminalsParameters } from './terminals.parameters.js';
import { GetTerminal, ListCommands, ListGaps, ListTerminals, ReadTerminalTimeline } from './terminals.queries.js';
import { TimelinePage } from './timeline.answer.js';

@ApiTags('terminals')
@ApiBearerAuth()
@Controller('v1/terminals')
@Needs('terminals.read', 'terminal')
export class TerminalsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly pages: Pages,
  ) {}

  @Get()
  @Needs('terminals.read', 'store-filter')
  @ApiOperation({ summary: 'Terminals, filtered and sorted, in pages' })
  @ApiOkResponse({ type: TerminalPage })
  list(@Query() parameters: TerminalsParameters, @Caller() caller: Principal): Promise<Page<TerminalView>> {
    const { q, store, state, sort = 'id' } = parameters;
    const filter = { ...definedOf({ q, store, state }), sort: terminalSorts[sort] };
    return this.pages.answer('terminals', caller, parameters, (place) =>
      this.queries.execute(new ListTerminals({ ...filter, ...place })),
    );
  }

  @Get(':id')
  @ApiOperation({ summary: 'One terminal' })
  @ApiOkResponse({ type: TerminalAnswer })
  async get(@Param() { id }: TerminalPath, @Query() _: NoParameters): Promise<TerminalView> {
    return found(await this.queries.execute(new GetTerminal(id)));
  }

  @Get(':id/timeline')
  @ApiOperation({ summary: "A terminal's events, newest first in its own order" })
  @ApiOkResponse({ type: TimelinePage })
  timeline(
    @Param() { id }: TerminalPath,
    @Query() parameters: TimelineParameters,
    @Caller() caller: Principal,
  ): Promise<Page<TimelineEntry>> {
    const range = rangeOf(parameters);
    return this.pages.answer(`terminals/${id}/timeline`, caller, parameters, (place) =>
      this.queries.execute(new ReadTerminalTimeline(id, { ...range, ...place })),
    );
  }

  @Get(':id/gaps')
  @ApiOperation({ summary: 'The gaps its journal has had, newest first, at most 10,000' })
  @ApiOkResponse({ type: GapPage })
  async gaps(@Param() { id }: TerminalPath, @Query() _: NoParameters): Promise<{ items: GapView[] }> {
    return { items: await this.queries.execute(new ListGaps(id)) };
  }

  @Get(':id/commands/history')
  @ApiOperation({ summary: 'What it was told to do and what became of it, newest first' })
  @ApiOkResponse({ type: CommandPage })
  commands(
    @Param() { id }: TerminalPath,
    @Query() parameters: CommandsParameters,
    @Caller() caller: Principal,
  ): Promise<Page<TerminalCommandView>> {
    return this.pages.answer(`terminals/${id}/commands`, caller, parameters, (place) =>
      this.queries.execute(new ListCommands(id, place)),
    );
  }
}
