import { randomUUID } from 'node:crypto';
import { type Account, accountEvents, type AccountEvent, evolveAccount } from '@tillwatch/domain';
import { decodeEvent, platformEvent } from '@tillwatch/events';
import { NO_STREAM } from '@tillwatch/event-store';
import { CodedError, problem, uuidFromName } from '@tillwatch/kernel';
import type { AccountsContext } from './accounts-context.js';
import { saveAccount } from './account-rows.js';

const pageSize = 1_000;
/** As many may decide on one account at the same moment; a lock and a sign-in's end among them. */
const attemptsMax = 16;

/** A function of the name, so that of two who want the same name one wins. */
export function accountIdOf(tenant: string, username: string): string {
  return uuidFromName(`account|${tenant}|${username}`);
}

/** The account as the log has it, to the end of its stream. */
export async function readAccount(
  { store }: Pick<AccountsContext, 'store'>,
  id: string,
): Promise<{ account: Account | undefined; revision: number }> {
  let account: Account | undefined;
  let revision = NO_STREAM;
  for (;;) {
    const page = await store.readStream(`account-${id}`, { from: revision + 1, limit: pageSize });
    for (const stored of page) {
      const { name, data, header } = decodeEvent(stored);
      revision = stored.revision;
      if (!(accountEvents as readonly string[]).includes(name)) continue;
      account = evolveAccount(account, { name, data } as unknown as AccountEvent, header.recordedtime);
    }
    if (page.length < pageSize) return { account, revision };
  }
}

/**
 * Decides on what the log says of an account and appends the decision at exactly that revision; of two at once one decides
 * again on what the other left. `decide` throws what it refuses; nothing decided, nothing appended. The row is written
 * after the log, and again by whoever comes next if this process does not live to.
 */
export async function changeAccount(
  of: AccountsContext,
  id: string,
  decide: (account: Account | undefined) => AccountEvent | undefined,
): Promise<Account> {
  for (let attempt = 0; attempt < attemptsMax; attempt++) {
    const { account, revision } = await readAccount(of, id);
    const event = decide(account);
    if (!event) {
      await saveAccount(of.database, account!, revision);
      return account!;
    }
    const at = new Date(of.clock()).toISOString();
    const origin = { id: randomUUID(), source: '/platform/accounts', recordedtime: at, tenant: of.tenant };
    const events = [platformEvent(event.name, event.data, origin)];
    const [result] = await of.store.append([{ stream: `account-${id}`, expectedRevision: revision, events }]);
    if (!result!.ok) continue;
    const changed = evolveAccount(account, event, at)!;
    await saveAccount(of.database, changed, result!.revision);
    return changed;
  }
  throw new CodedError(problem('revision-conflict'));
}

/** An account that must be there. Throws `not-found`. */
export function known(account: Account | undefined): Account {
  if (!account) throw new CodedError(problem('not-found'));
  return account;
}
