import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Page, RecoveryCaseView, RecoveryChannel, RecoveryDossierView, RecoveryHistoryEntry, RecoveryStatus, RecoveryStepName } from '@tillwatch/api'; // prettier-ignore
import { resetChannels } from '@tillwatch/events';
import { Caller, Needs, NoParameters, type Principal } from '@tillwatch/http';
import type { FastifyReply } from 'fastify';
import { HistoryPage } from '../alerts/alert.answer.js';
import { PageParameters } from '../alerts/alerts.parameters.js';
import { definedOf, found, Pages, withEtag } from '../pages.js';
import { CursorParameter, IdFilter, IdParameter, LimitParameter, OneOf } from '../parameter-rules.js';
import { DossierAnswer } from './dossier.answer.js';
import { RecoveryCaseAnswer, RecoveryCasePage, recoveryStatuses, recoveryStepNames } from './recovery.answer.js';
import { GetRecovery, ListRecoveries, ReadDossier, ReadRecoveryHistory } from './recovery.queries.js';

class RecoveriesParameters {
  @OneOf(recoveryStatuses) status?: RecoveryStatus;
  @OneOf(recoveryStepNames, 'Cases that wait for this: `approve` is the approval queue.') step?: RecoveryStepName;
  @OneOf(resetChannels) channel?: RecoveryChannel;
  @IdFilter() operator?: string;
  @IdFilter() terminal?: string;
  @IdFilter() store?: string;
  @IdFilter() assignee?: string;
  @LimitParameter() limit?: number;
  @CursorParameter() cursor?: string;
}

class RecoveryPath {
  @IdParameter() id!: string;
}

class DossierParameters {
  @OneOf(['json'], 'As a file to keep.') format?: 'json';
}

@ApiTags('recovery')
@ApiBearerAuth()
@Controller('v1/recovery-cases')
export class RecoveriesController {
  constructor(
    private readonly queries: QueryBus,
    private readonly pages: Pages,
  ) {}

  @Get()
  @Needs('recovery.read', 'store-filter')
  @ApiOperation({ summary: 'Recovery cases, newest first / 密码恢复工单列表' })
  @ApiOkResponse({ type: RecoveryCasePage })
  list(@Query() parameters: RecoveriesParameters, @Caller() caller: Principal): Promise<Page<RecoveryCaseView>> {
    const { status, step, channel, operator, terminal, store, assignee } = parameters;
    const filter = definedOf({ status, step, channel, operator, terminal, store, assignee });
    return this.pages.answer('recovery-cases', caller, parameters, (place) =>
      this.queries.execute(new ListRecoveries({ ...filter, ...place }, caller.name)),
    );
  }

  @Get(':id')
  @Needs('recovery.read', 'case')
  @ApiOperation({ summary: 'One recovery case, with its next step / 单个工单及下一步' })
  @ApiOkResponse({ type: RecoveryCaseAnswer })
  async get(
    @Param() { id }: RecoveryPath,
    @Query() _: NoParameters,
    @Caller() { name }: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecoveryCaseView> {
    return withEtag(reply, found(await this.queries.execute(new GetRecovery(id, name))));
  }

  @Get(':id/history')
  @Needs('recovery.read', 'case')
  @ApiOperation({ summary: 'What people and terminals did, newest first / 工单历史' })
  @ApiOkResponse({ type: HistoryPage })
  history(
    @Param() { id }: RecoveryPath,
    @Query() parameters: PageParameters,
    @Caller() caller: Principal,
  ): Promise<Page<RecoveryHistoryEntry>> {
    return this.pages.answer(`recovery-cases/${id}/history`, caller, parameters, (place) =>
      this.queries.execute(new ReadRecoveryHistory(id, place)),
    );
  }

  @Get(':id/dossier')
  @Needs('recovery.read', 'case')
  @ApiOperation({ summary: 'All there is on a case, to read or to keep / 工单完整档案（查看或下载）' })
  @ApiOkResponse({ type: DossierAnswer })
  async dossier(
    @Param() { id }: RecoveryPath,
    @Query() { format }: DossierParameters,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecoveryDossierView> {
    const dossier = found(await this.queries.execute(new ReadDossier(id, caller)));
    if (format) reply.header('content-disposition', `attachment; filename="recovery-${dossier.case.id}.json"`);
    return dossier;
  }
}
