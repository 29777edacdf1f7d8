import { Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiBody, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { DeadLetterView } from '@tillwatch/api';
import { Caller, Needs, type Principal } from '@tillwatch/http';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { IntakeAnswerDto } from '../intake/intake-answer.dto.js';
import { ListDeadLetters } from './list-dead-letters.js';
import { ReplayDeadLetter } from './replay-dead-letter.js';

class DeadLetterPath {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  id!: string;
}

class DeadLetterQuery {
  @ApiProperty({ required: false, minimum: 1, maximum: 200, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit = 50;
}

class DeadLetterDto implements DeadLetterView {
  @ApiProperty()
  id!: string;
  @ApiProperty({ format: 'date-time' })
  receivedAt!: string;
  @ApiProperty({ enum: ['http', 'kafka'] })
  via!: 'http' | 'kafka';
  @ApiProperty()
  code!: string;
  @ApiProperty()
  message!: string;
  @ApiProperty({ required: false })
  path?: string;
  @ApiProperty({ description: 'Base64 of what arrived, secrets masked.' })
  raw!: string;
  @ApiProperty({ required: false, format: 'date-time' })
  replayedAt?: string;
}

class DeadLetterPageDto {
  @ApiProperty({ type: [DeadLetterDto] })
  items!: DeadLetterDto[];
}

@ApiTags('dead letters')
@ApiBearerAuth()
@Controller('v1/dead-letters')
export class DeadLettersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Needs('dead-letters.read')
  @ApiOperation({ summary: 'What arrived and could not become an event / 无法成为事件的输入' })
  @ApiOkResponse({ type: DeadLetterPageDto })
  async list(@Query() { limit }: DeadLetterQuery): Promise<DeadLetterPageDto> {
    return { items: await this.queries.execute(new ListDeadLetters(limit)) };
  }

  @Post(':id/replay')
  @Needs('dead-letters.replay')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Send a dead letter through intake again / 重放死信',
    description: 'With a body, that repaired event takes its place; without one, the kept bytes are tried again.',
  })
  @ApiBody({ required: false, schema: { type: 'object' } })
  @ApiOkResponse({ type: IntakeAnswerDto })
  replay(
    @Param() { id }: DeadLetterPath,
    @Req() request: FastifyRequest<{ Body: Buffer | undefined }>,
    @Caller() caller: Principal,
  ): Promise<IntakeAnswerDto> {
    return this.commands.execute(new ReplayDeadLetter(id, request.body, caller.tenant));
  }
}
