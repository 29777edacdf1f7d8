import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiBody, ApiNoContentResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Caller, Needs, type Principal } from '@tillwatch/http';
import { CodedError, problem } from '@tillwatch/kernel';
import { IsInt, IsString, Length, Max, Min } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { readJsonBody } from '../json-body.js';
import { DeclareGapLost } from './declare-gap-lost.js';
import { TerminalPath } from './terminal-path.js';

class GapLostBody {
  @ApiProperty({ minimum: 1 })
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  epoch!: number;
  @ApiProperty({ minimum: 1, description: 'First missing sequence number.' })
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  from!: number;
  @ApiProperty({ minimum: 1, description: 'Last missing sequence number.' })
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  to!: number;
  @ApiProperty({ description: 'Why these events will never come.' })
  @IsString()
  @Length(3, 500)
  reason!: string;
}

@ApiTags('terminals')
@ApiBearerAuth()
@Controller('v1/terminals')
export class GapsController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/gaps/declare-lost')
  @Needs('gaps.declare', 'terminal')
  @HttpCode(204)
  @ApiOperation({ summary: 'State that missing events will never come / 声明缺失事件已丢失' })
  @ApiBody({ type: GapLostBody })
  @ApiNoContentResponse()
  async declareLost(
    @Param() { id }: TerminalPath,
    @Req() request: FastifyRequest<{ Body: Buffer | undefined }>,
    @Caller() caller: Principal,
  ): Promise<void> {
    const { epoch, from, to, reason } = readJsonBody(GapLostBody, request.body);
    if (from > to) throw new CodedError(problem('parameter-invalid', '/to'));
    await this.commands.execute(new DeclareGapLost(caller.tenant, id, { epoch, from, to, reason }, caller.name));
  }
}
