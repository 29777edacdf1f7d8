import { type AccountsContext, lastUsed, listAccounts } from '@tillwatch/accounts';
import { accountDormantDays, type ConsoleSnapshot } from '@tillwatch/domain';
import { accountView } from '../accounts/account-view.js';

const dormantMs = accountDormantDays * 86_400_000;

/** What is known of the platform's own accounts, by id: all, or those that are limited to stores and this is one of them. */
export async function consoleAccounts(
  { database, clock }: AccountsContext,
  storeId: string | undefined,
): Promise<Record<string, ConsoleSnapshot>> {
  const [accounts, used, nowMs] = [await listAccounts(database), await lastUsed(database), clock()];
  const reviewed = accounts.filter(({ stores }) => storeId === undefined || stores?.includes(storeId));
  return Object.fromEntries(
    reviewed.map((account) => {
      const { username, name, kind, roles, status, stores, until } = accountView(account, nowMs);
      const last = used.get(account.id);
      const dormant = nowMs - Date.parse(last ?? account.created.at) >= dormantMs;
      return [
        account.id,
        {
          ...{ username, name, kind, roles: [...roles], status, dormant },
          ...(stores && { stores: [...stores] }),
          ...(until !== undefined && { until }),
          ...(last !== undefined && { lastUsed: last }),
        },
      ];
    }),
  );
}
