import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { FourEyesView } from '@tillwatch/api';
import { type Alone, decideFourEyes, evolveFourEyes, type FourEyes, type Wanted } from '@tillwatch/domain';
import { fourEyesView } from '@tillwatch/read-models';
import { maxSentence } from '../alerts/alert.dto.js';
import { changeRecord, recordFromLog, type RecordKind } from '../alerts/change-record.js';
import { type CommandOrigin, type DecisionDependencies, withoutSecrets } from '../alerts/decisions.js';

export class ChangeFourEyes extends Command<FourEyesView> {
  constructor(
    readonly wanted: { required: boolean; reason: string },
    readonly origin: CommandOrigin,
  ) {
    super();
  }
}

const fourEyes: RecordKind<FourEyes, Wanted<'FourEyesChanged'>> = {
  stream: (tenant) => `four-eyes-${tenant}`,
  evolve: evolveFourEyes,
  decide: decideFourEyes,
};

@CommandHandler(ChangeFourEyes)
export class ChangeFourEyesHandler implements ICommandHandler<ChangeFourEyes> {
  constructor(private readonly of: DecisionDependencies) {}

  async execute({ wanted, origin }: ChangeFourEyes): Promise<FourEyesView> {
    const { required, reason } = wanted;
    const data = { actor: origin.actor, required, reason: withoutSecrets('reason', reason, maxSentence) };
    const change = { id: origin.tenant, wanted: { name: 'FourEyesChanged' as const, data }, origin };
    return fourEyesView((await changeRecord(this.of, fourEyes, change)).state);
  }
}

/** Where one person is enough if the tenant says so, as the log has it now. */
export async function aloneInTenant({ store }: Pick<DecisionDependencies, 'store'>, tenant: string): Promise<Alone> {
  return { tenant: (await recordFromLog(store, fourEyes, tenant)).state };
}
