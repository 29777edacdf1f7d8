import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { StoreView } from '@tillwatch/api';
import { decideStoreMerchant, evolveStoreMerchant, type StoreMerchant, type Wanted } from '@tillwatch/domain';
import { CodedError, problem } from '@tillwatch/kernel';
import type { Queryable } from '@tillwatch/postgres';
import { maxStoresOfMerchants, storesOfMerchants, storeView } from '@tillwatch/read-models';
import { maxSentence } from '../alerts/alert.dto.js';
import { changeRecord, type RecordKind } from '../alerts/change-record.js';
import { type CommandOrigin, type DecisionDependencies, withoutSecrets } from '../alerts/decisions.js';

export class ChangeStoreMerchant extends Command<StoreView> {
  constructor(
    readonly store: string,
    readonly wanted: { merchant?: string; reason: string },
    readonly origin: CommandOrigin,
  ) {
    super();
  }
}

const storeMerchant: RecordKind<StoreMerchant, Wanted<'StoreMerchantChanged'>> = {
  stream: (store) => `merchant-of-${store}`,
  evolve: evolveStoreMerchant,
  decide: decideStoreMerchant,
};

/** A store need not have been heard of: who will see it is decided before it opens. */
@CommandHandler(ChangeStoreMerchant)
export class ChangeStoreMerchantHandler implements ICommandHandler<ChangeStoreMerchant> {
  constructor(
    private readonly of: DecisionDependencies,
    private readonly database: Queryable,
  ) {}

  async execute({ store, wanted: { merchant, reason }, origin }: ChangeStoreMerchant): Promise<StoreView> {
    if (merchant !== undefined && (await storesOfMerchants(this.database, [merchant])).length >= maxStoresOfMerchants)
      throw new CodedError(problem('limit-reached'));
    const said = { store, ...(merchant !== undefined && { merchant }) };
    const data = { actor: origin.actor, ...said, reason: withoutSecrets('reason', reason, maxSentence) };
    const change = { id: store, wanted: { name: 'StoreMerchantChanged' as const, data }, origin };
    return storeView((await changeRecord(this.of, storeMerchant, change)).state);
  }
}
