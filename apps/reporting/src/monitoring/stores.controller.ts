import { Controller, Get, Inject, Query as Parameters } from '@nestjs/common';
import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import type { StoreView } from '@tillwatch/api';
import { Needs } from '@tillwatch/http';
import { listStores } from '@tillwatch/read-models';
import { IdFilter } from '../parameter-rules.js';
import { reportingOptions, type ReportingOptions } from '../reporting-options.js';

class StoresParameters {
  @IdFilter() store?: string;
}

class StoreAnswer implements StoreView {
  @ApiProperty() storeId!: string;
  @ApiProperty({ type: 'integer', description: 'Last heard of in it.' }) terminals!: number;
  @ApiPropertyOptional({ description: 'Of its calendar, if it has one.' }) timeZone?: string;
}

class StoresAnswer {
  @ApiProperty({ type: [StoreAnswer], maxItems: 2_000 }) items!: StoreAnswer[];
}

export class ListStores extends Query<StoreView[]> {
  constructor(readonly store: string | undefined) {
    super();
  }
}

@QueryHandler(ListStores)
export class ListStoresHandler implements IQueryHandler<ListStores> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  execute({ store }: ListStores): Promise<StoreView[]> {
    return listStores(this.options.database, store);
  }
}

@ApiTags('stores')
@ApiBearerAuth()
@Controller('v1/stores')
export class StoresController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Needs('stores.read', 'store-filter')
  @ApiOperation({ summary: 'Stores that were heard of or have a calendar, by id / 门店列表' })
  @ApiOkResponse({ type: StoresAnswer })
  async list(@Parameters() { store }: StoresParameters): Promise<{ items: StoreView[] }> {
    return { items: await this.queries.execute(new ListStores(store)) };
  }
}
