import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import type { DeadlineListView, DeadlineView, Severity } from '@tillwatch/api';
import { Needs } from '@tillwatch/http';
import { instant, severities, TextAnswer } from '../alerts/alert.answer.js';
import { definedOf } from '../pages.js';
import { IdFilter, LimitParameter, OneOf, pageLimitDefault } from '../parameter-rules.js';
import { ListDeadlines } from './deadlines.queries.js';

const states: DeadlineView['state'][] = ['overdue', 'pending-data', 'due-soon'];

class DeadlinesParameters {
  @OneOf(states, 'Default all of them / 默认全部') state?: DeadlineView['state'];
  @IdFilter() rule?: string;
  @LimitParameter() limit?: number;
}

class DeadlineAnswer implements DeadlineView {
  @ApiProperty() rule!: string;
  @ApiProperty() title!: TextAnswer;
  @ApiProperty({ enum: severities }) severity!: Severity;
  @ApiProperty({
    enum: states,
    description:
      '`pending-data`: its time has passed, but not all that the terminal recorded up to then has arrived; nobody is alerted yet / 期限已过，但该终端此前的数据尚未到齐，暂不告警',
  })
  state!: DeadlineView['state'];
  @ApiProperty({ description: '`operator:o-7`, `terminal:t-3`.' }) key!: string;
  @ApiPropertyOptional() operatorId?: string;
  @ApiPropertyOptional({
    description: 'Where it is about, or whose data has to be complete / 所在终端，或须等待其数据的终端',
  })
  terminalId?: string;
  @ApiPropertyOptional() storeId?: string;
  @ApiProperty({ ...instant, description: 'What started it / 起算时间' }) startedAt!: string;
  @ApiProperty({ ...instant, description: 'When it has to be done / 期限' }) dueAt!: string;
  @ApiPropertyOptional({
    ...instant,
    description: 'Everything of the terminal up to then has arrived / 该终端数据完整至',
  })
  dataCompleteUntil?: string;
  @ApiProperty({ type: 'object', additionalProperties: true }) details!: Record<string, unknown>;
  @ApiPropertyOptional({ description: 'The alert that tells of it / 对应的告警' }) alertId?: string;
}

class DeadlinesAnswer implements DeadlineListView {
  @ApiProperty({ ...instant, description: 'The instant they were judged at / 判定时刻' }) asOf!: string;
  @ApiProperty({
    type: [DeadlineAnswer],
    description: 'Due last first; at most `limit` of each rule / 最晚到期的在前；每条规则最多 `limit` 项',
  })
  items!: DeadlineAnswer[];
  @ApiProperty({ description: 'Some rule has more / 还有未列出的项' }) more!: boolean;
}

@ApiTags('deadlines')
@ApiBearerAuth()
@Controller('v1/deadlines')
export class DeadlinesController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Needs('deadlines.read')
  @ApiOperation({ summary: 'What is overdue, pending data or due soon / 逾期、待数据与即将到期的事项' })
  @ApiOkResponse({ type: DeadlinesAnswer })
  list(@Query() { state, rule, limit = pageLimitDefault }: DeadlinesParameters): Promise<DeadlineListView> {
    return this.queries.execute(new ListDeadlines({ ...definedOf({ state, rule }), limit }));
  }
}
