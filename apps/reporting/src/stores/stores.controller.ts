import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import type { Page, StoreView } from '@tillwatch/api';
import { Caller, Needs, type Principal } from '@tillwatch/http';
import { definedOf, Pages } from '../pages.js';
import { CursorParameter, IdFilter, LimitParameter } from '../parameter-rules.js';
import { ListStores } from './stores.queries.js';

class StoresParameters {
  @IdFilter() store?: string;
  @IdFilter() merchant?: string;
  @LimitParameter() limit?: number;
  @CursorParameter() cursor?: string;
}

class StoreAnswer implements StoreView {
  @ApiProperty() storeId!: string;
  @ApiProperty({ type: 'integer', description: 'Last heard of in it.' }) terminals!: number;
  @ApiPropertyOptional({ description: 'Of its calendar, if it has one.' }) timeZone?: string;
  @ApiPropertyOptional({ description: 'Who runs it, if that was said.' }) merchant?: string;
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
  @Needs('stores.read', 'store-filter')
  @ApiOperation({
    summary:
      'Stores that were heard of, have opening hours or were given to a merchant / 门店列表（含终端数、营业时间与所属商户）',
  })
  @ApiOkResponse({ type: StorePage })
  list(@Query() parameters: StoresParameters, @Caller() caller: Principal): Promise<Page<StoreView>> {
    const filter = definedOf({ store: parameters.store, merchant: parameters.merchant });
    return this.pages.answer('stores', caller, parameters, (place) =>
      this.queries.execute(new ListStores({ ...filter, ...place })),
    );
  }
}
