import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Benchmark, scaled } from './benchmark.ts';
import { HttpClient } from './http-client.ts';
import { followAlerts, type LiveAlerts } from './live-alerts.ts';
import { openLoad, terminals } from './load.ts';
import { inRounds, percentile, type Round } from './rounds.ts';

/** 50 batches of 10 events each second; the events of every fifth batch end with a fifth failed login (rule R1). */
const batchEvents = 10;
const batchEveryMs = 20;
const incidentEvery = 5;
const failuresThatDecide = 5;
const incidentsPerRound = 200;
const connections = 32;
const waitForAlertsMs = 10_000;
const databaseName = 'bench_alert_latency';

/** From the answer that takes the deciding event to the alert's message on the live stream; beside it the median. */
export const alertLatency: Benchmark = {
  figures: [{ name: 'alert-latency-p99', unit: 'ms', aimAtMost: 100 }],

  async run({ servers, rounds, scale }) {
    const standalone = await servers.startStandalone(await servers.createDatabase(databaseName));
    const alerts = await followAlerts(standalone);
    const client = new HttpClient(standalone, connections);
    const incidents = scaled(incidentsPerRound, scale);
    const perRound = incidents * incidentEvery;
    const load = openLoad({ batches: perRound * (rounds + 1), batchSize: batchEvents, terminals });
    const measured = await inRounds(rounds, async (index) => {
      const bodies = (await load.next(perRound)).map(({ body }) => body);
      const answers = await sendPaced(client, bodies, (batch) => `bench-${index}-${batch}`);
      return summary(await latencies(alerts, answers));
    });
    alerts.close();
    client.close();
    await standalone.stop();
    await servers.dropDatabase(databaseName);
    return { 'alert-latency-p99': measured };
  },
};

/** When the answer to each incident came, by the operator it is about. The pace does not wait for answers. */
async function sendPaced(
  client: HttpClient,
  bodies: readonly Buffer[],
  operatorOf: (batch: number) => string,
): Promise<Map<string, number>> {
  const answers = new Map<string, number>();
  const sent: Promise<void>[] = [];
  const started = performance.now();
  for (const [batch, body] of bodies.entries()) {
    await pause(Math.max(0, started + batch * batchEveryMs - performance.now()));
    if (batch % incidentEvery !== 0) sent.push(client.post(body, batchEvents).then(() => {}));
    else {
      const operator = operatorOf(batch);
      const incident = incidentBody(operator, Date.now());
      sent.push(client.post(incident, batchEvents).then((at) => void answers.set(operator, at)));
    }
  }
  await Promise.all(sent);
  return answers;
}

/** Heartbeats, then the failures, all of the last minute, from a terminal that keeps no journal. */
function incidentBody(operator: string, now: number): Buffer {
  const events = Array.from({ length: batchEvents }, (_, i) => {
    const decides = i >= batchEvents - failuresThatDecide;
    return {
      specversion: '1.0',
      id: randomUUID(),
      source: `/terminals/till-of-${operator}`,
      type: decides ? 'tillwatch.LoginFailed.v1' : 'tillwatch.Heartbeat.v1',
      time: new Date(now - (batchEvents - i) * 1_000).toISOString(),
      ...(decides && { subject: operator }),
      data: decides ? { reason: 'invalid-password' } : { queued: 0, clockOffsetMs: 0, roundTripMs: 20 },
    };
  });
  return Buffer.from(JSON.stringify(events));
}

async function latencies(alerts: LiveAlerts, answers: ReadonlyMap<string, number>): Promise<number[]> {
  const deadline = performance.now() + waitForAlertsMs;
  const found: number[] = [];
  for (const [operator, answeredAt] of answers) {
    const key = `operator:${operator}`;
    let receivedAt = alerts.receivedAt(key);
    while (receivedAt === undefined) {
      if (performance.now() > deadline) throw new Error(`No alert about ${operator} came.`);
      await pause(batchEveryMs);
      receivedAt = alerts.receivedAt(key);
    }
    found.push(receivedAt - answeredAt);
  }
  return found;
}

function summary(found: readonly number[]): Round {
  return { value: percentile(found, 0.99), reference: percentile(found, 0.5) };
}
