import { evolveChoices, evolvePolicy, type PolicyChoices, type PolicyEvent, type PolicyLife } from '@tillwatch/domain';
import type { PayloadOf } from '@tillwatch/events';
import { type EventStore, NO_STREAM } from '@tillwatch/event-store';
import { eventsOf } from '@tillwatch/read-models';

type Log = Pick<EventStore, 'readStream'>;

export const choiceStream = 'policy-choice';

export function policyStream(profile: string): string {
  return `policy-${profile}`;
}

/** `life` is `undefined` while nothing was published or drafted. */
export async function policyFromLog(
  store: Log,
  profile: string,
): Promise<{ life: PolicyLife | undefined; revision: number }> {
  let life: PolicyLife | undefined;
  let last = NO_STREAM;
  for await (const { name, data, header, revision } of eventsOf(store, policyStream(profile))) {
    life = evolvePolicy(life, { name, data, at: Date.parse(header.recordedtime), revision } as unknown as PolicyEvent);
    last = revision;
  }
  return { life, revision: last };
}

export async function choicesFromLog(store: Log): Promise<{ choices: PolicyChoices; revision: number }> {
  const choices: PolicyChoices = { changes: [] };
  let last = NO_STREAM;
  for await (const { data, header, revision } of eventsOf(store, choiceStream)) {
    evolveChoices(choices, data as unknown as PayloadOf<'PolicyProfileChosen'>, Date.parse(header.recordedtime));
    last = revision;
  }
  return { choices, revision: last };
}
