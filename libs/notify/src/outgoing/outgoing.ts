import { lookup } from 'node:dns/promises';
import { hostname } from 'node:os';
import { type Clock, systemClock } from '@tillwatch/kernel';
import type { Mailer } from './mailer.js';
import type { TrustedHosts } from './trusted-hosts.js';

/** What sending needs of the world around it. */
export interface Outgoing {
  trusted: TrustedHosts;
  clock: Clock;
  /** Every address of a name, as the system resolves it. */
  lookup(name: string): Promise<string[]>;
  /** Of this machine, for syslog. */
  hostname: string;
  /** Absent: no mail server is set, and mail fails as `not-set-up`. */
  mailer?: Mailer;
  /** PEM of authorities to believe besides the system's (tests; operators set NODE_EXTRA_CA_CERTS). */
  ca?: string;
}

export function outgoing(options: Partial<Outgoing> = {}): Outgoing {
  return {
    trusted: [],
    clock: systemClock,
    lookup: async (name) => (await lookup(name, { all: true })).map(({ address }) => address),
    hostname: hostname(),
    ...options,
  };
}

/** Everything between looking a name up and the end of the answer. */
export const exchangeMs = 5_000;
