import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import type { Page, RevealedThing, RevealView } from '@tillwatch/api';
import { revealedThings } from '@tillwatch/events';
import { Caller, Needs, type Principal } from '@tillwatch/http';
import { instant } from '../alerts/alert.answer.js';
import { definedOf, Pages } from '../pages.js';
import { CursorParameter, IdFilter, LimitParameter, OneOf } from '../parameter-rules.js';
import { ListReveals } from './reveals.queries.js';

class RevealsParameters {
  @OneOf(revealedThings) thing?: RevealedThing;
  @IdFilter() id?: string;
  @IdFilter() actor?: string;
  @LimitParameter() limit?: number;
  @CursorParameter() cursor?: string;
}

class RevealEntryAnswer implements RevealView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty(instant) at!: string;
  @ApiProperty() by!: string;
  @ApiProperty({ enum: revealedThings }) thing!: RevealedThing;
  @ApiProperty({ description: 'Of the operator or the case.' }) thingId!: string;
  @ApiProperty({ description: 'JSON pointer into the answer about it.' }) field!: string;
  @ApiProperty() reason!: string;
}

class RevealPage {
  @ApiProperty({ type: [RevealEntryAnswer] }) items!: RevealEntryAnswer[];
  @ApiPropertyOptional() nextCursor?: string;
}

@ApiTags('personal data')
@ApiBearerAuth()
@Controller('v1/reveals')
export class RevealsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly pages: Pages,
  ) {}

  @Get()
  @Needs('accounts.read')
  @ApiOperation({ summary: 'Who was shown which personal field in clear, when and why, newest first / 明文查看记录' })
  @ApiOkResponse({ type: RevealPage })
  list(@Query() parameters: RevealsParameters, @Caller() caller: Principal): Promise<Page<RevealView>> {
    const { thing, id, actor } = parameters;
    return this.pages.answer('reveals', caller, parameters, (place) =>
      this.queries.execute(new ListReveals({ ...definedOf({ thing, id, actor }), ...place })),
    );
  }
}
