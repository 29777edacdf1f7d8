import { createHash, randomUUID } from 'node:crypto';
import { Controller, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import { Caller, Needs, type Principal } from '@tillwatch/http';
import { CodedError, problem, uuidFromName } from '@tillwatch/kernel';
import type { EventStore } from '@tillwatch/event-store';
import { recoveryFromLog } from '@tillwatch/read-models';
import type { FastifyReply } from 'fastify';
import { ActOnRecovery } from './act-on-recovery.js';
import { EvidenceFiles, fileTypeOf } from './evidence-files.js';
import { action, type JsonRequest, readRecoveryBody } from './recovery.controller.js';
import { EvidenceAddedDto, EvidenceBody, EvidencePath, ExecuteBody, ReadFileBody, RecoveryCommandDto, RecoveryPath } from './recovery.dto.js'; // prettier-ignore
import { recoveryStream } from './recovery-stream.js';

/** Injection token of the log, for who has to look into a case before acting on it. */
export const caseLog = Symbol('caseLog');

@ApiTags('recovery')
@ApiBearerAuth()
@Controller('v1/recovery-cases')
export class EvidenceController {
  constructor(
    private readonly commands: CommandBus,
    private readonly files: EvidenceFiles,
    @Inject(caseLog) private readonly store: Pick<EventStore, 'readStream'>,
  ) {}

  @Post(':id/evidence')
  @Needs('recovery.request', 'case')
  @HttpCode(200)
  @ApiOperation({ summary: 'Name a document or a reference that speaks for the case / 登记证据' })
  @ApiBody({ type: EvidenceBody })
  @ApiOkResponse({ type: EvidenceAddedDto })
  async add(
    @Param() { id }: RecoveryPath,
    @Req() request: JsonRequest,
    @Caller() caller: Principal,
  ): Promise<EvidenceAddedDto> {
    const { commandId, ...said } = readRecoveryBody(EvidenceBody, request);
    const evidenceId = madeOf(id, 'evidence', commandId);
    const command = { kind: 'add-evidence' as const, item: { ...said, evidenceId } };
    const answer = await this.commands.execute(
      new ActOnRecovery(id.toLowerCase(), command, originOf(caller, commandId)),
    );
    return { ...answer, evidenceId };
  }

  @Post(':id/evidence/:evidenceId/file')
  @Needs('recovery.request', 'case')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Hand the document itself in, to be kept encrypted / 提交证据文件（加密保存）',
    description: 'PDF, JPEG or PNG of at most 5 MiB whose SHA-256 is the digest of the item.',
  })
  @ApiConsumes('application/octet-stream')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiOkResponse({ type: RecoveryCommandDto })
  async keep(
    @Param() path: EvidencePath,
    @Req() request: JsonRequest,
    @Caller() caller: Principal,
  ): Promise<RecoveryCommandDto> {
    const [id, evidenceId] = [path.id.toLowerCase(), path.evidenceId.toLowerCase()];
    const { body } = request;
    if (!Buffer.isBuffer(body) || body.length === 0) throw new CodedError(problem('body-empty'));
    const type = fileTypeOf(body);
    if (!type) throw new CodedError(problem('media-type-unsupported', undefined, 'PDF, JPEG and PNG are taken.'));
    const digest = createHash('sha256').update(body).digest('hex');
    const recovery = await recoveryFromLog(this.store, id);
    const item = recovery?.evidence.find((one) => one.evidenceId === evidenceId);
    if (!recovery || !item) throw new CodedError(problem('not-found'));
    if (item.digest !== digest)
      throw new CodedError(problem('parameter-invalid', '/digest', 'It is another document.'));
    if (item.file) return { id, status: recovery.status, revision: recovery.revision };
    const command = { kind: 'store-file' as const, evidenceId, digest, type, size: body.length };
    await this.files.put(id, digest, body);
    return this.commands.execute(new ActOnRecovery(id, command, originOf(caller, undefined)));
  }

  @Post(':id/evidence/:evidenceId/read')
  @Needs('personal-data.reveal', 'case')
  @HttpCode(200)
  @ApiOperation({ summary: 'Open the document and say why; that is on record / 查看证据文件（须说明原因并留痕）' })
  @ApiBody({ type: ReadFileBody })
  @ApiProduces('application/pdf', 'image/jpeg', 'image/png')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async read(
    @Param() path: EvidencePath,
    @Req() request: JsonRequest,
    @Caller() caller: Principal,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const [id, evidenceId] = [path.id.toLowerCase(), path.evidenceId.toLowerCase()];
    const { commandId, reason } = readRecoveryBody(ReadFileBody, request);
    const command = { kind: 'read-file' as const, evidenceId, reason };
    await this.commands.execute(new ActOnRecovery(id, command, originOf(caller, commandId)));
    const item = (await recoveryFromLog(this.store, id))!.evidence.find((one) => one.evidenceId === evidenceId)!;
    const bytes = await this.files.get(id, item.digest!);
    if (!bytes) throw new CodedError(problem('not-found'));
    const name = `${evidenceId}.${item.file!.type.split('/')[1]}`;
    await reply
      .header('content-disposition', `attachment; filename="${name}"`)
      .header('cache-control', 'no-store')
      .type(item.file!.type)
      .send(bytes);
  }

  @Needs('recovery.execute', 'case')
  @action('execute', 'Tell a terminal to carry it out / 下达执行指令', ExecuteBody)
  execute(
    @Param() { id }: RecoveryPath,
    @Req() request: JsonRequest,
    @Caller() caller: Principal,
  ): Promise<RecoveryCommandDto> {
    const { commandId, expectedRevision, ...said } = readRecoveryBody(ExecuteBody, request);
    const ids = {
      endSessionsId: madeOf(id, 'end-sessions', commandId),
      demandChangeId: madeOf(id, 'demand-change', commandId),
    };
    const command = { ...said, ...ids, kind: 'execute' as const };
    const { stores } = caller;
    return this.commands.execute(
      new ActOnRecovery(id.toLowerCase(), command, originOf(caller, commandId), { expectedRevision, stores }),
    );
  }
}

/** An id that is the same when the command is given again. */
function madeOf(id: string, what: string, commandId: string | undefined): string {
  return commandId === undefined
    ? randomUUID()
    : uuidFromName(`${recoveryStream(id.toLowerCase())}|${what}|${commandId.toLowerCase()}`);
}

function originOf({ tenant, name }: Principal, commandId: string | undefined) {
  return { tenant, actor: name, ...(commandId !== undefined && { commandId }) };
}
