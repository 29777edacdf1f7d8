import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import type { Cursors } from '../cursors.js';
import type { ReportingOptions } from '../reporting-options.js';
import { LiveHub } from './live-hub.js';
import { livePlace } from './live-place.js';
import { liveRows } from './live-rows.js';

const tenant = 'default';

export function liveHubOf({ database, clock, rules, log, metrics }: ReportingOptions, cursors: Cursors): LiveHub {
  const registers = [metrics];
  const clients = new Gauge({ name: 'tillwatch_live_clients', help: 'Open live streams.', registers });
  const messages = new Counter({
    name: 'tillwatch_live_messages_total',
    help: 'Messages written to live streams.',
    registers,
  });
  const dropped = new Counter({
    name: 'tillwatch_live_dropped_total',
    help: 'Live streams closed because their client did not read.',
    registers,
  });
  return new LiveHub(
    liveRows(database, clock, rules, tenant),
    (position) => cursors.seal(livePlace(tenant), { position }),
    {
      clients: (count) => clients.set(count),
      messages: (count) => messages.inc(count),
      dropped: () => dropped.inc(),
    },
    log,
  );
}

/** Runs the hub for as long as the application runs; streams end before the server waits for its connections. */
@Injectable()
export class LiveStream implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(@Inject(LiveHub) private readonly hub: LiveHub) {}

  onApplicationBootstrap(): Promise<void> {
    return this.hub.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.hub.stop();
  }
}
