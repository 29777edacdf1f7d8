import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import type { Page, Severity, SilenceView } from '@tillwatch/api';
import { Caller, Needs, type Principal } from '@tillwatch/http';
import { Pages } from '../pages.js';
import { CursorParameter, LimitParameter, OneOf } from '../parameter-rules.js';
import { instant, severities } from './alert.answer.js';
import { ListSilences } from './silences.queries.js';

class SilencesParameters {
  @OneOf(['current', 'ended'], 'Default `current`: in force or to come.') state?: 'current' | 'ended';
  @LimitParameter() limit?: number;
  @CursorParameter() cursor?: string;
}

class MatchersAnswer {
  @ApiPropertyOptional() rule?: string;
  @ApiPropertyOptional() key?: string;
  @ApiPropertyOptional() store?: string;
  @ApiPropertyOptional({ enum: severities }) severity?: Severity;
}

class SilencedByAnswer {
  @ApiProperty() by!: string;
  @ApiProperty(instant) at!: string;
  @ApiPropertyOptional() reason?: string;
}

class SilenceAnswer implements SilenceView {
  @ApiProperty() id!: string;
  @ApiProperty({ description: 'An alert must match each.' }) matchers!: MatchersAnswer;
  @ApiProperty({ description: 'Who answers for it.' }) author!: string;
  @ApiProperty() reason!: string;
  @ApiProperty(instant) from!: string;
  @ApiProperty(instant) until!: string;
  @ApiProperty(instant) remindAt!: string;
  @ApiProperty({ enum: ['pending', 'active', 'expired'] }) state!: SilenceView['state'];
  @ApiProperty({ description: 'It is in force and about to end.' }) remind!: boolean;
  @ApiProperty() created!: SilencedByAnswer;
  @ApiPropertyOptional({ description: 'Ended before its time.' }) expired?: SilencedByAnswer;
}

class SilencePage {
  @ApiProperty({ type: [SilenceAnswer] }) items!: SilenceAnswer[];
  @ApiPropertyOptional() nextCursor?: string;
}

@ApiTags('silences')
@ApiBearerAuth()
@Controller('v1/silences')
@Needs('silences.read')
export class SilencesController {
  constructor(
    private readonly queries: QueryBus,
    private readonly pages: Pages,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Silences: those that end next first, or those that are over, latest first' })
  @ApiOkResponse({ type: SilencePage })
  list(@Query() parameters: SilencesParameters, @Caller() caller: Principal): Promise<Page<SilenceView>> {
    const ended = parameters.state === 'ended';
    return this.pages.answer('silences', caller, parameters, (place) =>
      this.queries.execute(new ListSilences({ ended, ...place })),
    );
  }
}
