import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import type { Page, StoreView } from '@tillwatch/api';
import { Caller, Needs, type Principal } from '@tillwatch/http';
import { DoneByAnswer } from '../done-by.answer.js';
import { definedOf, Pages } from '../pages.js';
import { CursorParameter, IdFilter, LimitParameter } from '../parameter-rules.js';
import { ListStores } from './stores.queries.js';

class StoresParameters {
  @IdFilter() merchant?: string;
  @LimitParameter() limit?: number;
  @CursorParameter() cursor?: string;
}

class MerchantChangeAnswer extends DoneByAnswer {
  @ApiProperty() reason!: string;
}

class StoreAnswer implements StoreView {
  @ApiProperty() store!: string;
  @ApiPropertyOptional({ description: 'Who runs it; absent: none any more.' }) merchant?: string;
  @ApiProperty({ type: MerchantChangeAnswer }) changed!: MerchantChangeAnswer;
}

class StorePage {
  @ApiProperty({ type: [StoreAnswer] }) items!: StoreAnswer[];
  @ApiPropertyOptional() nextCursor?: string;
}

@ApiTags('stores')
@ApiBearerAuth()
@Controller('v1/stores')
export class StoresController {
  constructor(
    private readonly queries: QueryBus,
    private readonly pages: Pages,
  ) {}

  @Get()
  @Needs('stores.read')
  @ApiOperation({ summary: 'Stores and the merchants that run them, of those it was said of / 门店及其所属商户' })
  @ApiOkResponse({ type: StorePage })
  list(@Query() parameters: StoresParameters, @Caller() caller: Principal): Promise<Page<StoreView>> {
    const filter = definedOf({ merchant: parameters.merchant });
    return this.pages.answer('stores', caller, parameters, (place) =>
      this.queries.execute(new ListStores({ ...filter, ...place })),
    );
  }
}
