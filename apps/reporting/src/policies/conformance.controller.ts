import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import type { ConformanceView, Page } from '@tillwatch/api';
import { Caller, Needs, type Principal } from '@tillwatch/http';
import { definedOf, Pages } from '../pages.js';
import { CursorParameter, IdFilter, LimitParameter, OneOf } from '../parameter-rules.js';
import { ListConformance } from './conformance.queries.js';

const instant = { type: String, format: 'date-time' } as const;
const setting = { oneOf: [{ type: 'string' }, { type: 'number' }] };

class ConformanceParameters {
  @OneOf(['conforms', 'fails', 'unknown']) state?: ConformanceView['state'];
  @IdFilter() terminal?: string;
  @IdFilter() store?: string;
  @LimitParameter() limit?: number;
  @CursorParameter() cursor?: string;
}

class FaultAnswer {
  @ApiProperty() setting!: string;
  @ApiPropertyOptional({ ...setting, description: 'Absent: the terminal does not say.' }) reported?: string | number;
  @ApiProperty({ ...setting, description: 'The most, the least, or exactly that.' }) required!: string | number;
}

class DriftAnswer {
  @ApiProperty(instant) at!: string;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'array', items: {} }, description: 'Before and after.' })
  changed!: Record<string, unknown[]>;
}

class ConformanceAnswer implements ConformanceView {
  @ApiProperty() terminalId!: string;
  @ApiPropertyOptional() storeId?: string;
  @ApiProperty(instant) lastSeen!: string;
  @ApiProperty({ description: 'In force now, where it stands.' }) profile!: string;
  @ApiProperty({ type: 'integer' }) version!: number;
  @ApiProperty({ enum: ['conforms', 'fails', 'unknown'] }) state!: ConformanceView['state'];
  @ApiProperty({ type: [FaultAnswer] }) faults!: FaultAnswer[];
  @ApiPropertyOptional({ description: 'The last time its settings changed.' }) drift?: DriftAnswer;
}

class ConformancePage {
  @ApiProperty({ type: [ConformanceAnswer] }) items!: ConformanceAnswer[];
  @ApiPropertyOptional() nextCursor?: string;
}

@ApiTags('policies')
@ApiBearerAuth()
@Controller('v1/conformance')
export class ConformanceController {
  constructor(
    private readonly queries: QueryBus,
    private readonly pages: Pages,
  ) {}

  @Get()
  @Needs('policies.read')
  @ApiOperation({
    summary: 'How the settings that terminals report compare with the policy they are held to, by terminal',
    description: 'A page may hold less than its limit and still have a next one.',
  })
  @ApiOkResponse({ type: ConformancePage })
  list(@Query() parameters: ConformanceParameters, @Caller() caller: Principal): Promise<Page<ConformanceView>> {
    const { state, terminal, store } = parameters;
    return this.pages.answer('conformance', caller, parameters, (place) =>
      this.queries.execute(new ListConformance({ ...definedOf({ state, terminal, store }), ...place })),
    );
  }
}
