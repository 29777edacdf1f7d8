import { setTimeout as pause } from 'node:timers/promises';
import {
  destroyDocument,
  expireRecovery,
  observeRecovery,
  type RecoveryObservation,
  type TerminalFact,
} from '@tillwatch/domain';
import { type PayloadOf, platformEvent } from '@tillwatch/events';
import { type EventStore, NO_STREAM, type SubscribeOptions } from '@tillwatch/event-store';
import { type Clock, type Log, uuidFromName } from '@tillwatch/kernel';
import type { Database } from '@tillwatch/postgres';
import {
  endedRetentions,
  type FactRow,
  lapsedRecoveries,
  recoveryFactsAfter,
  recoveryFromLog,
  type RecoveryState,
} from '@tillwatch/read-models';
import { DurableSubscription } from '../subscriptions/durable-subscription.js';
import { CommandWaits } from '../terminals/command-waits.js';
import { IssueTerminalCommand, IssueTerminalCommandHandler } from '../terminals/issue-terminal-command.js';
import { destroyEvidenceFile } from './evidence-files.js';
import { recoveryStream } from './recovery-stream.js';

export interface RecoveryFollowerOptions {
  database: Database;
  store: EventStore;
  tenant: string;
  clock: Clock;
  log: Log;
}

/** `pg_advisory_xact_lock` key of the instance that follows recoveries ("rcvr" in ASCII). */
const lockKey = 0x72637672;
/** A case waits for people; half a second more is nothing to it. */
const lookMs = 500;
const sweepMs = 10_000;
const sweepAtOnce = 100;
const maxAttempts = 16;

/**
 * Makes cases follow what really happens. The projector picks out of the log what has to do with an open case (few events among
 * many); one instance leads and draws the consequences, from a checkpoint, at least once: commands for terminals, what
 * a reset means, a control that failed, documents whose end the log tells. Cases that nobody finished expire, and so does
 * what their documents are kept for.
 */
export class RecoveryFollower {
  private readonly subscription: DurableSubscription<FactRow>;
  private readonly issue: IssueTerminalCommandHandler;
  private readonly stopping = new AbortController();
  private sweeping: Promise<void> = Promise.resolve();

  constructor(private readonly options: RecoveryFollowerOptions) {
    const { database, store, clock, log } = options;
    this.issue = new IssueTerminalCommandHandler({ store, clock }, new CommandWaits(database, log));
    this.subscription = new DurableSubscription<FactRow>({
      name: 'recovery',
      lockKey,
      database,
      store: { subscribe: (asked) => factsAfter(database, asked) },
      handle: async (facts) => {
        for (const fact of facts) await this.follow(fact);
      },
      log,
    });
  }

  start(): void {
    this.subscription.start();
    this.sweeping = this.sweep();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.subscription.stop();
    await this.sweeping;
  }

  private async follow(fact: FactRow): Promise<void> {
    if (fact.name === 'RecoveryOrdered') return this.command(fact);
    if (fact.name === 'RecoveryCauseRecorded') return this.openFailure(fact);
    if (fact.name === 'EvidenceFileDestroyed')
      return destroyEvidenceFile(this.options.database, fact.case_id, fact.data['digest'] as string);
    const at = new Date(fact.at).toISOString();
    const told = { name: fact.name, data: fact.data, terminalId: fact.terminal_id!, eventId: fact.event_id, at };
    await this.tell(fact.case_id, `fact|${fact.position}`, (recovery) =>
      observeRecovery(recovery, told as unknown as TerminalFact),
    );
  }

  /** The terminal ends the operator's sessions, and asks for a new password from then on. */
  private async command({ case_id, data }: FactRow): Promise<void> {
    const { actor, operatorId, terminalId, endSessionsId, demandChangeId } = data as PayloadOf<'RecoveryOrdered'>;
    const why = { reason: `recovery ${case_id}`, actor, operatorId };
    const { tenant } = this.options;
    await this.issue.execute(new IssueTerminalCommand(tenant, terminalId, 'end-sessions', why, endSessionsId));
    await this.issue.execute(
      new IssueTerminalCommand(tenant, terminalId, 'demand-password-change', why, demandChangeId),
    );
  }

  /** A system at fault is more than one forgotten password: the record stays until the control works again. */
  private async openFailure({ case_id, data, recorded_at }: FactRow): Promise<void> {
    const { store, tenant } = this.options;
    const failure = uuidFromName(`control-failure|${case_id}`);
    const { actor, onsetAt, comment } = data as PayloadOf<'RecoveryCauseRecorded'>;
    const origin = {
      id: failure,
      source: '/platform/recovery',
      recordedtime: new Date(recorded_at).toISOString(),
      tenant,
    };
    const opened = {
      actor,
      control: 'logical-access' as const,
      startedAt: onsetAt,
      description: comment ?? 'system-fault',
      caseId: case_id,
    };
    const events = [platformEvent('ControlFailureOpened', opened, origin)];
    // A stream that is there holds it already.
    await store.append([{ stream: `control-failure-${failure}`, expectedRevision: NO_STREAM, events }]);
  }

  /** Appends what `observe` says of the case as it is; what it has been told before it says nothing of. */
  private async tell(
    id: string,
    of: string,
    observe: (recovery: RecoveryState) => RecoveryObservation | undefined,
  ): Promise<void> {
    const { store, tenant, clock } = this.options;
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const recovery = await recoveryFromLog(store, id);
      const seen = recovery && observe(recovery);
      if (!seen) return;
      const recordedtime = new Date(clock()).toISOString();
      const origin = { id: uuidFromName(`recovery|${id}|${of}`), source: '/platform/recovery', recordedtime, tenant };
      const events = [platformEvent(seen.name, seen.data, origin)];
      const [result] = await store.append([
        { stream: recoveryStream(id), expectedRevision: recovery.revision, events },
      ]);
      if (result!.ok) return;
    }
    throw new Error(`Somebody else keeps writing to recovery case ${id}.`);
  }

  /** Every instance may: what one has ended, another finds ended. */
  private async sweep(): Promise<void> {
    const { database, clock, log } = this.options;
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        for (const id of await lapsedRecoveries(database, clock(), sweepAtOnce))
          await this.tell(id, 'expired', (recovery) => expireRecovery(recovery, clock()));
        for (const { caseId, digest } of await endedRetentions(database, clock(), sweepAtOnce))
          await this.tell(caseId, `destroyed|${digest}`, (recovery) => destroyDocument(recovery, digest, clock()));
      } catch (error) {
        log.warn({ err: error }, 'recovery cases could not be looked through');
      }
      await pause(sweepMs, undefined, { signal }).catch(() => {});
    }
  }
}

async function* factsAfter(
  database: Database,
  { after, batchSize, signal }: SubscribeOptions,
): AsyncIterable<FactRow[]> {
  while (!signal.aborted) {
    const facts = await recoveryFactsAfter(database, after, batchSize);
    if (facts.length === 0) await pause(lookMs, undefined, { signal }).catch(() => {});
    else {
      yield facts;
      after = facts.at(-1)!.position;
    }
  }
}
