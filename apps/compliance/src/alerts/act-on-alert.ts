import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { AlertCommandAnswer } from '@tillwatch/api';
import { actionOf, type Alert, type AlertCommand, decideAlert, evolveAlert } from '@tillwatch/domain';
import { CodedError, problem } from '@tillwatch/kernel';
import { alertFromLog } from '@tillwatch/read-models';
import { maxPersonId, maxSentence } from './alert.dto.js';
import {
  appendDecision,
  type CommandOrigin,
  type DecisionDependencies,
  wasDecided,
  withoutSecrets,
} from './decisions.js';

export class ActOnAlert extends Command<AlertCommandAnswer> {
  constructor(
    readonly alertId: string,
    readonly command: AlertCommand,
    readonly origin: CommandOrigin,
    /** What the alert stood at when the person decided; `revision-conflict` when it has moved on. */
    readonly expectedRevision?: number,
  ) {
    super();
  }
}

/** As many people may write about one alert at the same moment and all be heard. */
const maxAttempts = 16;

/** Of two decisions at one moment one wins and the other is `revision-conflict`; comments do not mind each other. */
@CommandHandler(ActOnAlert)
export class ActOnAlertHandler implements ICommandHandler<ActOnAlert> {
  constructor(private readonly of: DecisionDependencies) {}

  async execute({ alertId, command, origin, expectedRevision }: ActOnAlert): Promise<AlertCommandAnswer> {
    const stream = `alert-${alertId}`;
    const wanted = masked(command);
    const isDone = await wasDecided(this.of, stream, actionOf(wanted, origin.actor), origin);
    if (!isDone) await this.checkOriginal(wanted);
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const alert = await alertFromLog(this.of.store, alertId);
      if (isDone) return answerOf(alert!, alert!.revision);
      const decided = decideAlert(wanted, alert, origin.actor);
      if (!decided.ok) throw new CodedError(decided.error);
      const { revision } = alert!;
      if (expectedRevision !== undefined && expectedRevision !== revision) break;
      const event = await appendDecision(this.of, { stream, expectedRevision: revision }, decided.value, origin);
      if (event) return answerOf(evolveAlert(alert, alertId, event)!, event.revision);
      if (wanted.kind !== 'comment') break;
    }
    throw new CodedError(problem('revision-conflict'));
  }

  private async checkOriginal(command: AlertCommand): Promise<void> {
    if (command.kind !== 'resolve' || command.duplicateOf === undefined) return;
    if (await alertFromLog(this.of.store, command.duplicateOf)) return;
    throw new CodedError(problem('parameter-invalid', '/duplicateOf', 'There is no such alert.'));
  }
}

/** Nobody's password or card number gets into the log, whoever writes it. */
function masked<Wanted extends AlertCommand>(command: Wanted): Wanted {
  const { comment, assignee } = command as { comment?: string; assignee?: string };
  return {
    ...command,
    ...(comment !== undefined && { comment: withoutSecrets('comment', comment, maxSentence) }),
    ...(assignee !== undefined && { assignee: withoutSecrets('assignee', assignee, maxPersonId) }),
  };
}

function answerOf({ id, status, assignee }: Alert, revision: number): AlertCommandAnswer {
  return { id, status, ...(assignee !== undefined && { assignee }), revision };
}
