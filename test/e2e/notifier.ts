import { openService } from '@tillwatch/compliance';
import { silentLog, systemClock } from '@tillwatch/kernel';
import { Registry } from 'prom-client';

/** The service without its HTTP, for tests that kill it: `notifier.ts <database url>`. Leases end soon, retries come at once. */
const [ownerUrl] = process.argv.slice(2);
await openService({
  ownerUrl: ownerUrl!,
  operatorKey: 'k',
  tenant: 'default',
  clock: systemClock,
  log: silentLog,
  metrics: new Registry(),
  notifications: {
    hosts: '127.0.0.1',
    pace: { leaseMs: 1_500, pollMs: 50, retryPausesMs: Array.from({ length: 30 }, () => 100) },
  },
});
console.log('ready');
