import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiBody, ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { RecoveryCommand } from '@tillwatch/domain';
import { Caller, Needs, type Principal, TakesIfMatch } from '@tillwatch/http';
import type { FastifyRequest } from 'fastify';
import { AlertBody } from '../alerts/alert.dto.js';
import { actions } from '../action.js';
import { readDecision } from '../json-body.js';
import { ActOnRecovery } from './act-on-recovery.js';
import { RequestRecovery } from './request-recovery.js';
import { CaseAssignBody, CauseBody, ContactAttemptBody, CaseDecisionBody, CaseReasonBody, RecoveryCommandDto, RecoveryPath, RequestBody, UseReportBody, VerifyBody } from './recovery.dto.js'; // prettier-ignore
import { refuseSensitive } from './sensitive-text.js';

export type JsonRequest = FastifyRequest<{ Body: Buffer | undefined }>;

/** The body as its class has it: strict, and without any card or id number. */
export function readRecoveryBody<Body extends object>(
  type: new () => Body,
  request: JsonRequest,
): Body & { expectedRevision?: number } {
  const read = readDecision(type, request);
  refuseSensitive(read);
  return read;
}

export const action = actions(RecoveryCommandDto, TakesIfMatch());

@ApiTags('recovery')
@ApiBearerAuth()
@Controller('v1/recovery-cases')
export class RecoveryController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Needs('recovery.request', 'body')
  @HttpCode(201)
  @ApiOperation({ summary: "Ask that an operator's forgotten password be replaced / 申请恢复操作员密码" })
  @ApiBody({ type: RequestBody })
  @ApiCreatedResponse({ type: RecoveryCommandDto })
  request(@Req() request: JsonRequest, @Caller() { tenant, name, stores }: Principal): Promise<RecoveryCommandDto> {
    const { commandId, attestation, operatorId, ...wanted } = readRecoveryBody(RequestBody, request);
    const origin = { tenant, actor: name, ...(commandId !== undefined && { commandId }) };
    const asked = { ...wanted, operatorId: operatorId.normalize('NFC'), attestation: attestation.version };
    return this.commands.execute(new RequestRecovery(asked, origin, stores));
  }

  @Needs('recovery.request', 'case')
  @action('cause', 'Say since when the password is not known, and why / 登记遗忘时间与原因', CauseBody)
  recordCause(@Param() { id }: RecoveryPath, @Req() request: JsonRequest, @Caller() caller: Principal) {
    return this.act(id, 'record-cause', readRecoveryBody(CauseBody, request), caller);
  }

  @Needs('recovery.verify', 'case')
  @action('verify-identity', 'Say whether it is really them / 核验身份', VerifyBody)
  verify(@Param() { id }: RecoveryPath, @Req() request: JsonRequest, @Caller() caller: Principal) {
    const { device, ...body } = readRecoveryBody(VerifyBody, request);
    return this.act(id, 'verify', { ...body, ...(device && { device: { ...device } }) }, caller);
  }

  @Needs('recovery.approve', 'case')
  @action('approve', 'Agree that the password be replaced / 批准恢复', CaseDecisionBody)
  approve(@Param() { id }: RecoveryPath, @Req() request: JsonRequest, @Caller() caller: Principal) {
    return this.act(id, 'approve', readRecoveryBody(CaseDecisionBody, request), caller);
  }

  @Needs('recovery.approve', 'case')
  @action('reject', 'Decide that the password is not replaced / 驳回恢复', CaseReasonBody)
  reject(@Param() { id }: RecoveryPath, @Req() request: JsonRequest, @Caller() caller: Principal) {
    return this.act(id, 'reject', readRecoveryBody(CaseReasonBody, request), caller);
  }

  @Needs('recovery.request', 'case')
  @action('withdraw', 'Take the request back / 撤回申请', CaseReasonBody)
  withdraw(@Param() { id }: RecoveryPath, @Req() request: JsonRequest, @Caller() caller: Principal) {
    return this.act(id, 'withdraw', readRecoveryBody(CaseReasonBody, request), caller);
  }

  @Needs('recovery.execute', 'case')
  @action('close', 'End a case that was carried out; what was not seen needs a comment / 结束工单', CaseDecisionBody)
  close(@Param() { id }: RecoveryPath, @Req() request: JsonRequest, @Caller() caller: Principal) {
    return this.act(id, 'close', readRecoveryBody(CaseDecisionBody, request), caller);
  }

  @Needs('recovery.request', 'case')
  @action('assign', 'Say who works on it, under which ticket / 指派处理人与外部工单', CaseAssignBody)
  assign(@Param() { id }: RecoveryPath, @Req() request: JsonRequest, @Caller() caller: Principal) {
    return this.act(id, 'assign', readRecoveryBody(CaseAssignBody, request), caller);
  }

  @Needs('recovery.request', 'case')
  @action('contact-attempts', 'Note that somebody was called or written to / 记录联系情况', ContactAttemptBody)
  attemptContact(@Param() { id }: RecoveryPath, @Req() request: JsonRequest, @Caller() caller: Principal) {
    return this.act(id, 'attempt-contact', readRecoveryBody(ContactAttemptBody, request), caller);
  }

  @Needs('recovery.request', 'case')
  @action('unauthorised-use', 'Report that the sign-in was used by others / 报告账号被冒用', UseReportBody)
  reportUse(@Param() { id }: RecoveryPath, @Req() request: JsonRequest, @Caller() caller: Principal) {
    return this.act(id, 'report-use', readRecoveryBody(UseReportBody, request), caller);
  }

  @Needs('recovery.approve', 'case')
  @action('hold', 'Keep the documents whatever their retention says / 依法留存证据文件', CaseReasonBody)
  hold(@Param() { id }: RecoveryPath, @Req() request: JsonRequest, @Caller() caller: Principal) {
    return this.act(id, 'hold', readRecoveryBody(CaseReasonBody, request), caller);
  }

  @Needs('recovery.approve', 'case')
  @action('release-hold', 'Let retention end the documents again / 解除证据留存', CaseReasonBody)
  releaseHold(@Param() { id }: RecoveryPath, @Req() request: JsonRequest, @Caller() caller: Principal) {
    return this.act(id, 'release-hold', readRecoveryBody(CaseReasonBody, request), caller);
  }

  private act(
    id: string,
    kind: RecoveryCommand['kind'],
    { commandId, expectedRevision, ...said }: Partial<AlertBody>,
    { tenant, name, stores }: Principal,
  ): Promise<RecoveryCommandDto> {
    const origin = { tenant, actor: name, ...(commandId !== undefined && { commandId }) };
    return this.commands.execute(
      new ActOnRecovery(id.toLowerCase(), { ...said, kind } as RecoveryCommand, origin, { expectedRevision, stores }),
    );
  }
}
