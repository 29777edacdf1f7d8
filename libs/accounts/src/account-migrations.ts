import type { Migration } from '@tillwatch/postgres';

/**
 * `accounts` is what the streams `account-<id>` fold to, written by whoever appends to one: permission must not wait for a
 * projector. The other tables hold what must never be in a log: hashes of secrets, and sealed ones.
 */
export const accountMigrations: Migration[] = [
  {
    id: '0070-accounts',
    sql: `
      CREATE SCHEMA accounts;
      CREATE TABLE accounts.accounts (
        id uuid PRIMARY KEY,
        username text COLLATE "C" NOT NULL UNIQUE,
        revision integer NOT NULL,
        state json NOT NULL
      );
      CREATE TABLE accounts.passwords (
        account_id uuid PRIMARY KEY,
        hash text NOT NULL,
        set_at timestamptz NOT NULL
      );
      -- Of names nobody has, too: what is counted for one must not tell that there is an account.
      CREATE TABLE accounts.tries (
        id uuid PRIMARY KEY,
        failures integer NOT NULL,
        locked_until timestamptz
      ) WITH (fillfactor = 50);
      CREATE TABLE accounts.factors (
        account_id uuid PRIMARY KEY,
        sealed text NOT NULL,
        confirmed boolean NOT NULL,
        -- The last period a code was taken of: a code works once.
        last_step bigint NOT NULL
      );
      CREATE TABLE accounts.sessions (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL,
        hash text NOT NULL UNIQUE,
        previous_hash text UNIQUE,
        started_at timestamptz NOT NULL,
        rotated_at timestamptz NOT NULL,
        seen_at timestamptz NOT NULL
      ) WITH (fillfactor = 70);
      CREATE INDEX sessions_by_account ON accounts.sessions (account_id, started_at);
      CREATE TABLE accounts.tokens (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL,
        hash text NOT NULL UNIQUE,
        expires_at timestamptz NOT NULL,
        last_used_at timestamptz
      ) WITH (fillfactor = 70);
      CREATE INDEX tokens_by_account ON accounts.tokens (account_id);
      -- One for each account; that of the first administrator is of nobody yet.
      CREATE TABLE accounts.setup_links (
        account_id uuid PRIMARY KEY,
        hash text NOT NULL UNIQUE,
        expires_at timestamptz NOT NULL
      );
      -- Whom a provider vouches for, by issuer and subject.
      CREATE TABLE accounts.identities (
        issuer text NOT NULL,
        subject text NOT NULL,
        account_id uuid NOT NULL,
        PRIMARY KEY (issuer, subject)
      );
      GRANT USAGE ON SCHEMA accounts TO tillwatch_app;
      GRANT SELECT, INSERT, UPDATE ON accounts.accounts TO tillwatch_app;
      GRANT SELECT, INSERT, UPDATE, DELETE ON accounts.passwords, accounts.tries, accounts.factors, accounts.sessions,
        accounts.tokens, accounts.setup_links, accounts.identities TO tillwatch_app;
    `,
  },
  {
    id: '0070-accounts-last-sign-in',
    sql: 'ALTER TABLE accounts.accounts ADD COLUMN last_sign_in timestamptz',
  },
];
