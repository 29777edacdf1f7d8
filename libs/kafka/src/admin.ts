import type { Log } from '@tillwatch/kernel';
import type { Admin } from 'kafkajs';
import { type KafkaConnection, createClient } from './connection.js';
import { within } from './deadline.js';

const ASK_MS = 30_000;
const CLOSE_MS = 2_000;

/** Questions to the cluster. Connects when first asked; a connection that failed or hung is not asked again. */
export class ClusterAdmin {
  private current: Promise<{ admin: Admin; close(): Promise<void> }> | undefined;

  constructor(
    private readonly connection: KafkaConnection,
    private readonly log: Log,
  ) {}

  async ask<T>(question: (admin: Admin) => Promise<T>, ms = ASK_MS): Promise<T> {
    try {
      return await within(
        ms,
        'A question to Kafka',
        this.open().then(({ admin }) => question(admin)),
      );
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    const last = this.current;
    this.current = undefined;
    await last?.then((open) => open.close()).catch(() => {});
  }

  private open() {
    this.current ??= (async () => {
      const { kafka, wire } = createClient(this.connection, this.log);
      const admin = kafka.admin();
      const close = async () => {
        await within(CLOSE_MS, 'Closing', admin.disconnect()).catch(() => {});
        wire.cut();
      };
      await admin.connect().catch(async (error: unknown) => {
        await close();
        throw error;
      });
      return { admin, close };
    })();
    return this.current;
  }
}
