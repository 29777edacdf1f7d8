import {
  eventLogMigrations,
  logIndexMigrations,
  platformEventMigrations,
  postgresEventStore,
} from '@tillwatch/event-store';
import { silentLog } from '@tillwatch/kernel';
import { migrate, prepareRoles } from '@tillwatch/postgres';
import { createTestDatabase } from '@tillwatch/testing';
import type { Role } from '@tillwatch/api';
import type { Account } from '@tillwatch/domain';
import { accountMigrations } from './account-migrations.js';
import type { AccountsContext } from './accounts-context.js';
import { createAccount, setPassword } from './accounts.js';

export const rightPassword = 'correct horse battery';
export const administrator = { subject: 'administrator', name: 'administrator' };

export interface AccountsFixture {
  of: AccountsContext;
  /** Moves the clock. */
  later(minutes: number): void;
  /** Somebody with a password of their own. */
  person(username: string, role?: Role): Promise<Account>;
  /** Names of the events of a kind of stream, with their data, in log order. */
  told(stream: string): Promise<{ name: string; data: Record<string, unknown> }[]>;
  drop(): Promise<void>;
}

/** Accounts on a database of their own, with a clock that stands still until it is moved. */
export async function openFixture(): Promise<AccountsFixture> {
  const { url, database, drop } = await createTestDatabase();
  await prepareRoles(url);
  await migrate(
    url,
    [...eventLogMigrations, ...logIndexMigrations, ...platformEventMigrations, ...accountMigrations],
    silentLog,
  );
  let now = Date.parse('2026-03-02T01:00:00Z');
  const store = postgresEventStore(database);
  const storesOf = (merchants: readonly string[]) =>
    Promise.resolve(merchants.map((merchant) => `only store of ${merchant}`));
  const shared = { database, store, clock: () => now, log: silentLog, tenant: 'default' };
  const of = { ...shared, key: 'ab'.repeat(32), storesOf };
  return {
    of,
    later: (minutes) => void (now += minutes * 60_000),
    async person(username, role = 'security-analyst') {
      const account = await createAccount(of, { username, name: username, kind: 'person', roles: [role] }, 'test');
      await setPassword(of, account, { password: rightPassword, by: 'self', actor: 'test' });
      return account;
    },
    async told(stream) {
      const events = await store.readAll(0, 10_000);
      return events
        .filter((event) => event.stream.startsWith(stream))
        .map(({ type, data }) => ({ name: type.split('.')[1]!, data: JSON.parse(data) as Record<string, unknown> }));
    },
    drop,
  };
}
