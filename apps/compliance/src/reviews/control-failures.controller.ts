import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, Needs, type Principal } from '@tillwatch/http';
import type { FastifyRequest } from 'fastify';
import { AlertPath as RecordPath } from '../alerts/alert.dto.js';
import { readJsonBody } from '../json-body.js';
import { ChangeControlFailure } from './change-control-failure.js';
import { CloseFailureBody, ControlFailureDto, OpenFailureBody, ResumeFailureBody } from './control-failure.dto.js';
import { originOf } from './origin-of.js';

type JsonRequest = FastifyRequest<{ Body: Buffer | undefined }>;

@ApiTags('reviews')
@ApiBearerAuth()
@Controller('v1/control-failures')
export class ControlFailuresController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Needs('control-failures.report')
  @HttpCode(201)
  @ApiOperation({ summary: 'State that a security control failed / 登记安全控制失效' })
  @ApiBody({ type: OpenFailureBody })
  @ApiCreatedResponse({ type: ControlFailureDto })
  open(@Req() request: JsonRequest, @Caller() caller: Principal): Promise<ControlFailureDto> {
    const { commandId, ...facts } = readJsonBody(OpenFailureBody, request.body);
    const wanted = { name: 'ControlFailureOpened' as const, data: { actor: caller.name, ...facts } };
    return this.commands.execute(new ChangeControlFailure(undefined, wanted, originOf(caller, commandId)));
  }

  @Post(':id/resume')
  @Needs('control-failures.report')
  @HttpCode(200)
  @ApiOperation({ summary: 'State that it works again, why it failed and what was done / 登记安全控制恢复' })
  @ApiBody({ type: ResumeFailureBody })
  @ApiOkResponse({ type: ControlFailureDto })
  resume(
    @Param() { id }: RecordPath,
    @Req() request: JsonRequest,
    @Caller() caller: Principal,
  ): Promise<ControlFailureDto> {
    const { commandId, ...facts } = readJsonBody(ResumeFailureBody, request.body);
    const wanted = { name: 'ControlFailureResumed' as const, data: { actor: caller.name, ...facts } };
    return this.commands.execute(new ChangeControlFailure(id, wanted, originOf(caller, commandId)));
  }

  @Post(':id/close')
  @Needs('reviews.decide')
  @HttpCode(200)
  @ApiOperation({ summary: 'Assess what it meant and close it / 评估风险并关闭控制失效' })
  @ApiBody({ type: CloseFailureBody })
  @ApiOkResponse({ type: ControlFailureDto })
  close(
    @Param() { id }: RecordPath,
    @Req() request: JsonRequest,
    @Caller() caller: Principal,
  ): Promise<ControlFailureDto> {
    const { commandId, riskAssessment } = readJsonBody(CloseFailureBody, request.body);
    const wanted = { name: 'ControlFailureClosed' as const, data: { actor: caller.name, riskAssessment } };
    return this.commands.execute(new ChangeControlFailure(id, wanted, originOf(caller, commandId)));
  }
}
