import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  ApiBearerAuth,
  ApiBody,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiTags,
} from '@nestjs/swagger';
import { Caller, Needs, type Principal } from '@tillwatch/http';
import { IsUUID } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { readJsonBody } from '../json-body.js';
import { CreateSilence } from './create-silence.js';
import { ExpireSilence } from './expire-silence.js';
import { ExpireBody, SilenceBody, SilenceDto } from './silence.dto.js';

class SilencePath {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  id!: string;
}

type JsonRequest = FastifyRequest<{ Body: Buffer | undefined }>;

@ApiTags('silences')
@ApiBearerAuth()
@Controller('v1/silences')
@Needs('silences.change')
export class SilenceActionsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @HttpCode(201)
  @ApiOperation({ summary: 'Tell nobody of some alerts for a time; they are still listed / 新建静默' })
  @ApiBody({ type: SilenceBody })
  @ApiCreatedResponse({ type: SilenceDto })
  create(@Req() request: JsonRequest, @Caller() { tenant, name }: Principal): Promise<SilenceDto> {
    const { commandId, matchers, ...wanted } = readJsonBody(SilenceBody, request.body);
    const origin = { tenant, actor: name, ...(commandId !== undefined && { commandId }) };
    return this.commands.execute(new CreateSilence({ ...wanted, matchers: { ...matchers } }, origin));
  }

  @Post(':id/expire')
  @HttpCode(200)
  @ApiOperation({ summary: 'End a silence before its time / 提前结束静默' })
  @ApiBody({ type: ExpireBody })
  @ApiOkResponse({ type: SilenceDto })
  expire(
    @Param() { id }: SilencePath,
    @Req() request: JsonRequest,
    @Caller() { tenant, name }: Principal,
  ): Promise<SilenceDto> {
    const { commandId, reason } = readJsonBody(ExpireBody, request.body);
    const origin = { tenant, actor: name, ...(commandId !== undefined && { commandId }) };
    return this.commands.execute(new ExpireSilence(id, reason, origin));
  }
}
