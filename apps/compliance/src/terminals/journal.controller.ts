import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { Needs } from '@tillwatch/http';
import { type Clock, CodedError, problem } from '@tillwatch/kernel';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { type HeldPlace, type JournalAnswer, ReadJournal } from './read-journal.js';
import { serverClock } from './server-time.js';
import { TerminalPath } from './terminal-path.js';

class JournalQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, description: 'With `sequence`: also what is held there.' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  epoch?: number;
  @ApiPropertyOptional({ type: 'integer', minimum: 1 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  sequence?: number;
}

class HeldPlaceDto implements HeldPlace {
  @ApiProperty({ type: 'integer' }) epoch!: number;
  @ApiProperty({ type: 'integer' }) sequence!: number;
  @ApiPropertyOptional({ description: 'Hash of the event as it was sent; absent where something was masked.' })
  hash?: string;
}

class JournalDto implements JournalAnswer {
  @ApiProperty({ type: String, format: 'date-time', description: 'Our clock.' }) now!: string;
  @ApiPropertyOptional({ description: 'The highest sequence of the highest epoch.' }) head?: HeldPlaceDto;
  @ApiPropertyOptional({ description: 'At the place asked for, or the nearest below it whose hash can be told.' })
  at?: HeldPlaceDto;
}

@ApiTags('terminals')
@ApiBearerAuth()
@Controller('v1/terminals')
export class JournalController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(serverClock) private readonly clock: Clock,
  ) {}

  @Get(':id/journal')
  @Needs('terminals.attend')
  @ApiOperation({
    summary: "What we hold of a terminal's journal, for it to compare / 终端核对日志",
    description:
      'Equal hashes at a place prove everything before it equal, as each event names the hash of the one before.',
  })
  @ApiOkResponse({ type: JournalDto })
  async read(@Param() { id }: TerminalPath, @Query() { epoch, sequence }: JournalQuery): Promise<JournalDto> {
    if ((epoch === undefined) !== (sequence === undefined))
      throw new CodedError(problem('parameter-invalid', epoch === undefined ? '/epoch' : '/sequence'));
    const place = epoch === undefined ? undefined : { epoch, sequence: sequence! };
    const answer = await this.queries.execute(new ReadJournal(id, place));
    return { now: new Date(this.clock()).toISOString(), ...answer };
  }
}
