import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { OnePersonStoreView } from '@tillwatch/api';
import { Needs, NoParameters } from '@tillwatch/http';
import { instant } from '../alerts/alert.answer.js';
import { DoneByAnswer } from '../done-by.answer.js';
import { ListOnePersonStores } from './recovery.queries.js';

class OnePersonStoreAnswer implements OnePersonStoreView {
  @ApiProperty() storeId!: string;
  @ApiProperty() person!: string;
  @ApiProperty() reason!: string;
  @ApiProperty({ ...instant, description: 'May be over.' }) until!: string;
  @ApiProperty({ type: DoneByAnswer }) registered!: DoneByAnswer;
}

class OnePersonStoreList {
  @ApiProperty({ type: [OnePersonStoreAnswer] }) items!: OnePersonStoreAnswer[];
}

@ApiTags('recovery')
@ApiBearerAuth()
@Controller('v1/one-person-stores')
export class OnePersonStoresController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Needs('recovery.read')
  @ApiOperation({ summary: 'Stores where one person may decide alone, at most 1,000 / 单人门店例外列表' })
  @ApiOkResponse({ type: OnePersonStoreList })
  async list(@Query() _: NoParameters): Promise<OnePersonStoreList> {
    return { items: await this.queries.execute(new ListOnePersonStores()) };
  }
}
