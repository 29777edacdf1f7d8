import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import type { Page, RegistrationStatus, TrainingMethod, TrainingView } from '@tillwatch/api';
import { trainingMethods } from '@tillwatch/events';
import { Caller, Needs, type Principal } from '@tillwatch/http';
import { personal } from '../alerts/alert.answer.js';
import { definedOf, Pages } from '../pages.js';
import { CursorParameter, IdFilter, LimitParameter, OneOf } from '../parameter-rules.js';
import { ListTraining } from './training.queries.js';

const instant = { type: String, format: 'date-time' } as const;

class TrainingParameters {
  @OneOf(['true', 'false'], 'Default: both.') overdue?: 'true' | 'false';
  @IdFilter() operator?: string;
  @IdFilter() topic?: string;
  @LimitParameter() limit?: number;
  @CursorParameter() cursor?: string;
}

class TrainingAnswer implements TrainingView {
  @ApiProperty() operatorId!: string;
  @ApiPropertyOptional(personal) name?: string;
  @ApiProperty() topic!: string;
  @ApiProperty({ enum: ['active', 'suspended'] }) status!: RegistrationStatus;
  @ApiProperty({ type: [String], description: 'None: everywhere.' }) stores!: string[];
  @ApiPropertyOptional({ ...instant, description: 'Absent: never trained on it.' }) completedAt?: string;
  @ApiPropertyOptional({ enum: trainingMethods }) method?: TrainingMethod;
  @ApiPropertyOptional({ description: 'SHA-256 of the certificate or attendance list.' }) evidence?: string;
  @ApiPropertyOptional() recordedBy?: string;
  @ApiProperty(instant) dueAt!: string;
  @ApiProperty() overdue!: boolean;
  @ApiPropertyOptional({ ...instant, description: 'When a terminal last told of them.' }) lastSeen?: string;
}

class TrainingPage {
  @ApiProperty({ type: [TrainingAnswer] }) items!: TrainingAnswer[];
  @ApiPropertyOptional() nextCursor?: string;
}

@ApiTags('operators')
@ApiBearerAuth()
@Controller('v1/training')
export class TrainingController {
  constructor(
    private readonly queries: QueryBus,
    private readonly pages: Pages,
  ) {}

  @Get()
  @Needs('operators.read')
  @ApiOperation({ summary: 'Which training is due of whom and when, the most urgent first; not of those who left' })
  @ApiOkResponse({ type: TrainingPage })
  list(@Query() parameters: TrainingParameters, @Caller() caller: Principal): Promise<Page<TrainingView>> {
    const { overdue, operator, topic } = parameters;
    const filter = { ...definedOf({ operator, topic }), ...(overdue !== undefined && { overdue: overdue === 'true' }) };
    return this.pages.answer('training', caller, parameters, (place) =>
      this.queries.execute(new ListTraining({ ...filter, ...place })),
    );
  }
}
