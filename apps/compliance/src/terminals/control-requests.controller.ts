import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  ApiBearerAuth,
  ApiBody,
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiPropertyOptional,
  ApiTags,
} from '@nestjs/swagger';
import type { ControlRequestView } from '@tillwatch/api';
import { Caller, Needs, type Principal } from '@tillwatch/http';
import type { FastifyRequest } from 'fastify';
import { AlertPath as RecordPath, CommandBody, maxSentence, Omittable, Sentence } from '../alerts/alert.dto.js';
import { readJsonBody } from '../json-body.js';
import { originOf } from '../reviews/origin-of.js';
import { DecideControlRequest } from './control-terminal.js';
import { DoneByDto } from '../alerts/done-by.dto.js';

const instant = { type: String, format: 'date-time' } as const;

class ApproveBody extends CommandBody {
  @ApiPropertyOptional({ maxLength: maxSentence }) @Omittable() @Sentence() reason?: string;
}

class RejectBody extends CommandBody {
  @ApiProperty({ maxLength: maxSentence }) @Sentence() reason!: string;
}

class ApprovedDto extends DoneByDto {
  @ApiPropertyOptional() reason?: string;
}

class RejectedDto extends DoneByDto {
  @ApiProperty() reason!: string;
}

export class ControlRequestDto implements ControlRequestView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() terminalId!: string;
  @ApiProperty({ enum: ['freeze', 'unfreeze'] }) command!: ControlRequestView['command'];
  @ApiProperty() reason!: string;
  @ApiProperty({ enum: ['pending', 'approved', 'rejected'] }) status!: ControlRequestView['status'];
  @ApiProperty() requested!: DoneByDto;
  @ApiPropertyOptional({ format: 'uuid' }) commandId?: string;
  @ApiPropertyOptional(instant) confirmBy?: string;
  @ApiPropertyOptional() approved?: ApprovedDto;
  @ApiPropertyOptional() rejected?: RejectedDto;
}

type JsonRequest = FastifyRequest<{ Body: Buffer | undefined }>;

@ApiTags('terminals')
@ApiBearerAuth()
@Controller('v1/control-requests')
export class ControlRequestsController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/approve')
  @Needs('terminals.control')
  @HttpCode(200)
  @ApiOperation({ summary: 'Agree to what somebody else asked of a terminal / 同意冻结或解冻申请' })
  @ApiBody({ type: ApproveBody })
  @ApiOkResponse({ type: ControlRequestDto })
  approve(
    @Param() { id }: RecordPath,
    @Req() request: JsonRequest,
    @Caller() caller: Principal,
  ): Promise<ControlRequestDto> {
    const { commandId, reason } = readJsonBody(ApproveBody, request.body);
    const decision = { approved: true as const, ...(reason !== undefined && { reason }) };
    return this.commands.execute(new DecideControlRequest(id, decision, originOf(caller, commandId)));
  }

  @Post(':id/reject')
  @Needs('terminals.control')
  @HttpCode(200)
  @ApiOperation({ summary: 'Refuse what somebody else asked of a terminal / 拒绝冻结或解冻申请' })
  @ApiBody({ type: RejectBody })
  @ApiOkResponse({ type: ControlRequestDto })
  reject(
    @Param() { id }: RecordPath,
    @Req() request: JsonRequest,
    @Caller() caller: Principal,
  ): Promise<ControlRequestDto> {
    const { commandId, reason } = readJsonBody(RejectBody, request.body);
    return this.commands.execute(
      new DecideControlRequest(id, { approved: false, reason }, originOf(caller, commandId)),
    );
  }
}
