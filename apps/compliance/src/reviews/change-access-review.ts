import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type AccountsContext, setDisabled } from '@tillwatch/accounts';
import type { AccessReviewView, OperatorView } from '@tillwatch/api';
import {
  decideAccessReview,
  evolveAccessReview,
  maxReviewedAccounts,
  removedAccounts,
  type AccessReview,
  type AccessReviewCommand,
  type AccountSnapshot,
} from '@tillwatch/domain';
import { CodedError, problem } from '@tillwatch/kernel';
import type { Queryable } from '@tillwatch/postgres';
import { accessReviewView, listOperators, maxPageSize, type PageCursor } from '@tillwatch/read-models';
import { changeRecord, recordFromLog, type RecordKind } from '../alerts/change-record.js';
import { type CommandOrigin, type DecisionDependencies, eventIdOf } from '../alerts/decisions.js';
import { consoleAccounts } from './console-accounts.js';
import { newRecordId } from './change-control-failure.js';

const reviews: RecordKind<AccessReview, AccessReviewCommand> = {
  stream: (id) => `access-review-${id}`,
  evolve: evolveAccessReview,
  decide: decideAccessReview,
};

/** `dueAt`: when it is to be closed, default in 30 days. `storeId`: only who was last seen there. */
export class OpenAccessReview extends Command<AccessReviewView> {
  constructor(
    readonly wanted: { dueAt?: string; storeId?: string },
    readonly origin: CommandOrigin,
  ) {
    super();
  }
}

const defaultDueMs = 30 * 86_400_000;

/** Keeps what is known of every account now; what is decided is decided on that. */
@CommandHandler(OpenAccessReview)
export class OpenAccessReviewHandler implements ICommandHandler<OpenAccessReview> {
  constructor(
    private readonly of: DecisionDependencies,
    private readonly database: Queryable,
    private readonly people: AccountsContext,
  ) {}

  async execute({ wanted, origin }: OpenAccessReview): Promise<AccessReviewView> {
    const id = newRecordId('access-review', origin);
    const before = await this.before(id, wanted, origin);
    if (before) return accessReviewView(before, this.of.clock());
    const accounts = { ...(await this.accounts(wanted.storeId)) };
    const dueAt = new Date(this.of.clock() + defaultDueMs).toISOString();
    const own = await consoleAccounts(this.people, wanted.storeId);
    const console = Object.keys(own).length > 0 ? { console: { ...own } } : {};
    const data = { actor: origin.actor, dueAt, ...wanted, accounts, ...console };
    const change = { id, wanted: { name: 'AccessReviewOpened' as const, data }, origin };
    return accessReviewView((await changeRecord(this.of, reviews, change)).state, this.of.clock());
  }

  /** What the same command opened; its accounts were as they were then. */
  private async before(
    id: string,
    { dueAt, storeId }: OpenAccessReview['wanted'],
    { commandId }: CommandOrigin,
  ): Promise<AccessReview | undefined> {
    if (commandId === undefined) return undefined;
    const stream = reviews.stream(id);
    if ((await this.of.store.find(stream, [eventIdOf(stream, commandId)])).length === 0) return undefined;
    const { state } = await recordFromLog(this.of.store, reviews, id);
    if ((dueAt ?? state!.dueAt) === state!.dueAt && state!.storeId === storeId) return state;
    throw new CodedError(problem('command-id-reused', '/commandId'));
  }

  private async accounts(storeId: string | undefined): Promise<Record<string, AccountSnapshot>> {
    const accounts: [string, AccountSnapshot][] = [];
    let after: PageCursor | undefined;
    do {
      const query = { nowMs: this.of.clock(), limit: maxPageSize, ...(after && { after }) };
      const page = await listOperators(this.database, query);
      for (const operator of page.items) {
        if (storeId === undefined || operator.storeId === storeId) accounts.push([operator.id, snapshotOf(operator)]);
      }
      after = page.after;
    } while (after && accounts.length <= maxReviewedAccounts);
    return Object.fromEntries(accounts);
  }
}

function snapshotOf(operator: OperatorView & { scopeClass?: string }): AccountSnapshot {
  const { status, role, storeId, scopeClass, lastSeen } = operator;
  return {
    status,
    ...(role !== undefined && { role }),
    ...(storeId !== undefined && { storeId }),
    ...(scopeClass !== undefined && { scopeClass }),
    lastSeen,
  };
}

/** Deciding on accounts, and closing when all are decided. */
export class ChangeAccessReview extends Command<AccessReviewView> {
  constructor(
    readonly id: string,
    readonly wanted: AccessReviewCommand,
    readonly origin: CommandOrigin,
  ) {
    super();
  }
}

@CommandHandler(ChangeAccessReview)
export class ChangeAccessReviewHandler implements ICommandHandler<ChangeAccessReview> {
  constructor(
    private readonly of: DecisionDependencies,
    private readonly people: AccountsContext,
  ) {}

  async execute({ id, wanted, origin }: ChangeAccessReview): Promise<AccessReviewView> {
    if (wanted.name === 'AccessReviewClosed') await this.switchOff(id, wanted, origin);
    return accessReviewView((await changeRecord(this.of, reviews, { id, wanted, origin })).state, this.of.clock());
  }

  /** Before the review is closed: cut off in between, closing it again does the rest. Switched off twice is once. */
  private async switchOff(id: string, wanted: AccessReviewCommand, { actor }: CommandOrigin): Promise<void> {
    const { state } = await recordFromLog(this.of.store, reviews, id);
    if (!state || !decideAccessReview(state, wanted, this.of.clock()).ok) return; // refused below
    for (const account of removedAccounts(state)) {
      const reason = state.console![account]!.decided!.reason;
      await setDisabled(this.people, account, { disabled: true, reason }, { subject: actor, name: actor });
    }
  }
}
