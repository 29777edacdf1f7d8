import type { Migration, Queryable } from '@tillwatch/postgres';

export const subscriptionMigrations: Migration[] = [
  {
    id: '0020-subscriptions',
    sql: `
      CREATE TABLE tillwatch.subscriptions (
        name text COLLATE "C" PRIMARY KEY,
        position bigint NOT NULL
      ) WITH (fillfactor = 10);
      GRANT SELECT, INSERT, UPDATE ON tillwatch.subscriptions TO tillwatch_app;
    `,
  },
];

/** Position of the last event a subscription has dealt with; 0 for one that is new. */
export async function subscriptionCheckpoint(db: Queryable, name: string): Promise<number> {
  const [row] = await db.query<{ position: number }>(
    `INSERT INTO tillwatch.subscriptions (name, position) VALUES ($1, 0)
     ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING position`,
    [name],
  );
  return row!.position;
}

/** False when somebody else has moved it since: then they lead, and we stop. */
export async function moveSubscription(db: Queryable, name: string, from: number, to: number): Promise<boolean> {
  const moved = await db.query(
    'UPDATE tillwatch.subscriptions SET position = $3 WHERE name = $1 AND position = $2 RETURNING position',
    [name, from, to],
  );
  return moved.length === 1;
}
