import type { Log } from '@tillwatch/kernel';
import type { Admin } from 'kafkajs';
import { type Client, createClient, type KafkaConnection } from './connection.js';
import { within } from './deadline.js';

const ASK_MS = 30_000;
const CLOSE_MS = 2_000;

/** Questions to the cluster. Connects when first asked; a connection that failed or hung is not asked again. */
export class ClusterAdmin {
  private current: { client: Client; admin: Promise<Admin> } | undefined;

  constructor(
    private readonly connection: KafkaConnection,
    private readonly log: Log,
  ) {}

  async ask<T>(question: (admin: Admin) => Promise<T>, ms = ASK_MS): Promise<T> {
    try {
      return await within(ms, 'A question to Kafka', this.open().then(question));
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    const last = this.current;
    this.current = undefined;
    const leaving = last?.admin.then((admin) => admin.disconnect());
    await within(CLOSE_MS, 'Closing', leaving ?? Promise.resolve()).catch(() => {});
    last?.client.wire.cut();
  }

  private open(): Promise<Admin> {
    if (!this.current) {
      const client = createClient(this.connection, this.log);
      const admin = client.kafka.admin();
      this.current = { client, admin: admin.connect().then(() => admin) };
    }
    return this.current.admin;
  }
}
