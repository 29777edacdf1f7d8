import { randomUUID } from 'node:crypto';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { SilenceView } from '@tillwatch/api';
import { createSilence, evolveSilence, type Silence } from '@tillwatch/domain';
import type { PayloadOf } from '@tillwatch/events';
import { NO_STREAM } from '@tillwatch/event-store';
import { canonicalJson, CodedError, problem, uuidFromName } from '@tillwatch/kernel';
import type { Queryable } from '@tillwatch/postgres';
import { countSilences, maxSilences, silenceView } from '@tillwatch/read-models';
import { maxPersonId, maxReference, maxSentence } from './alert.dto.js';
import { appendDecision, type CommandOrigin, type DecisionDependencies, withoutSecrets } from './decisions.js';
import { silenceFromLog, silenceStream } from './silence-stream.js';

type Wanted = Omit<PayloadOf<'SilenceCreated'>, 'actor' | 'from' | 'remindAt'> & { from?: string; remindAt?: string };

export class CreateSilence extends Command<SilenceView> {
  constructor(
    readonly wanted: Wanted,
    readonly origin: CommandOrigin,
  ) {
    super();
  }
}

@CommandHandler(CreateSilence)
export class CreateSilenceHandler implements ICommandHandler<CreateSilence> {
  constructor(
    private readonly of: DecisionDependencies,
    private readonly database: Queryable,
  ) {}

  async execute({ wanted, origin }: CreateSilence): Promise<SilenceView> {
    const { store, clock } = this.of;
    const { tenant, actor, commandId } = origin;
    const id = commandId === undefined ? randomUUID() : uuidFromName(`silence|${tenant}|${commandId}`);
    const masked = maskedOf(wanted);
    const before = commandId === undefined ? undefined : await silenceFromLog(store, id);
    if (before) return silenceView(same(before.silence, masked), clock());
    const now = clock();
    const decided = createSilence({ from: new Date(now).toISOString(), ...masked, actor }, now);
    if (!decided.ok) throw new CodedError(decided.error);
    if ((await countSilences(this.database, now)) >= maxSilences) throw new CodedError(problem('limit-reached'));
    const created = { name: 'SilenceCreated' as const, data: decided.value };
    const place = { stream: silenceStream(id), expectedRevision: NO_STREAM };
    const event = await appendDecision(this.of, place, created, origin);
    if (!event) throw new CodedError(problem('revision-conflict'));
    return silenceView(evolveSilence(undefined, id, event)!, now);
  }
}

function maskedOf({ author, reason, matchers, ...times }: Wanted): Wanted {
  const named = Object.entries(matchers).map(([name, value]) => [
    name,
    withoutSecrets('matchers', value, maxPersonId + maxReference),
  ]);
  return {
    ...times,
    matchers: Object.fromEntries(named) as Wanted['matchers'],
    author: withoutSecrets('author', author, maxPersonId),
    reason: withoutSecrets('reason', reason, maxSentence),
  };
}

/** The silence that the same command made; what it left out was filled in then. */
function same(before: Silence, wanted: Wanted): Silence {
  const held = Object.fromEntries(Object.keys(wanted).map((name) => [name, before[name as keyof Wanted]]));
  if (canonicalJson(held) === canonicalJson(wanted)) return before;
  throw new CodedError(problem('command-id-reused', '/commandId'));
}
