import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Client } from 'pg';
import { from, to } from 'pg-copy-streams';
import { secondsOf } from './rounds.ts';

const table = 'bench_copy';

/**
 * The reference of everything that appends: binary COPY of the very rows that the measured code has just stored, into a
 * table with the same columns, constraints and indexes (not the trigger, which no INSERT runs) of the same database.
 * It grows as the log grows, so both sides maintain indexes of the same size. Call it after every round.
 */
export class CopyReference {
  private copied = 0;
  private readonly reader: Client;
  private readonly writer: Client;

  private constructor(reader: Client, writer: Client) {
    this.reader = reader;
    this.writer = writer;
  }

  static async open(databaseUrl: string): Promise<CopyReference> {
    const [reader, writer] = await Promise.all([connected(databaseUrl), connected(databaseUrl)]);
    await writer.query(`CREATE TABLE ${table} (LIKE tillwatch.events INCLUDING ALL)`);
    return new CopyReference(reader, writer);
  }

  /** Events per second of copying what the log holds since the last call, until it is committed. */
  async rate(): Promise<number> {
    const result = await this.reader.query<{ position: string }>('SELECT position FROM tillwatch.log_head');
    const head = Number(result.rows[0]!.position);
    const rows = `SELECT * FROM tillwatch.events WHERE position > ${this.copied} AND position <= ${head} ORDER BY position`;
    const chunks: Buffer[] = [];
    for await (const chunk of this.reader.query(to(`COPY (${rows}) TO STDOUT (FORMAT binary)`))) chunks.push(chunk);
    const copy = this.writer.query(from(`COPY ${table} FROM STDIN (FORMAT binary)`));
    const seconds = await secondsOf(() => pipeline(Readable.from(chunks), copy));
    const events = head - this.copied;
    this.copied = head;
    return events / seconds;
  }

  async close(): Promise<void> {
    await Promise.all([this.reader.end(), this.writer.end()]);
  }
}

async function connected(connectionString: string): Promise<Client> {
  const client = new Client({ connectionString, application_name: 'bench-copy' });
  client.on('error', () => {}); // a lost connection fails the query it carries; unheard, it would end the process
  await client.connect();
  return client;
}
