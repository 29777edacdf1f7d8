import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { openService } from '@tillwatch/compliance';
import { createTopics, type KafkaConnection, openProducer, topics, topicSpecs } from '@tillwatch/kafka';
import { silentLog } from '@tillwatch/kernel';
import { createTestDatabase } from '@tillwatch/testing';
import { Registry } from 'prom-client';
import { type Composition, digestsOf, settle } from '../e2e/lockstep.js';

export const connection: KafkaConnection = {
  brokers: process.env['TILLWATCH_TEST_KAFKA_BROKERS']!.split(','),
  clientId: 'cluster-test',
};

const arrivesMs = 60_000;

/** By Kafka into EventStoreDB, on topics of its own; batches are projected when they are in the log, one by one. */
export async function composeOverKafka(options: { clock: () => number; eventStoreUrl: string }): Promise<Composition> {
  const prefix = `test-${randomUUID()}-`;
  const specs = topicSpecs.map((spec) => ({ ...spec, name: prefix + spec.name }));
  await createTopics(connection, specs, silentLog);
  const test = await createTestDatabase();
  const service = await openService({
    ...options,
    ownerUrl: test.url,
    kafka: { connection, prefix },
    projects: false,
    judges: false,
    tenant: 'default',
    operatorKey: 'k',
    log: silentLog,
    metrics: new Registry(),
  });
  const producer = await openProducer({ connection, log: silentLog });
  return {
    service,
    async take({ terminalId, texts }) {
      await producer.send(
        prefix + topics.terminalEvents,
        texts.map((value) => ({ key: terminalId, value })),
      );
      const identities = new Set(texts.map(identityOf));
      for (const deadline = Date.now() + arrivesMs; ; await pause(5)) {
        const found = await service.store.find(`terminal-${terminalId}`, [...identities]);
        if (found.length === identities.size) break;
        if (Date.now() > deadline) throw new Error(`A batch of ${terminalId} did not arrive within ${arrivesMs} ms.`);
      }
      await settle(service);
    },
    digests: () => digestsOf(service),
    async close() {
      await producer.close();
      await service.stop();
      await test.drop();
    },
  };
}

function identityOf(text: string): string {
  const { epoch, sequence } = JSON.parse(text) as { epoch: number; sequence: string };
  return `${epoch}/${sequence}`;
}
