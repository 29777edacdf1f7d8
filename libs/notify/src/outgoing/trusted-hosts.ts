/** Hosts the operator of the service named: plain http, private addresses and any port are right for them. */
export type TrustedHosts = readonly TrustedHost[];

interface TrustedHost {
  /** As `URL` writes it: lower case, IPv6 in brackets. */
  hostname: string;
  /** Absent: any. */
  port?: number;
}

const hostsMax = 50;

/** `siem.lan, 10.0.0.7:8443, [fd00::7]`; throws `RangeError` that names the entry it cannot read. */
export function trustedHosts(list: string): TrustedHosts {
  const entries = list
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
  if (entries.length > hostsMax) throw new RangeError(`At most ${hostsMax} hosts can be named.`);
  return entries.map(hostOf);
}

function hostOf(entry: string): TrustedHost {
  const url = URL.parse(`http://${entry}/`);
  if (!url || url.pathname !== '/' || url.search || url.username || url.password || /[/?#@\s]/.test(entry)) {
    throw new RangeError(`"${entry}" is not a host or host:port.`);
  }
  const port = /:(\d+)$/.exec(entry)?.[1];
  return port === undefined ? { hostname: url.hostname } : { hostname: url.hostname, port: Number(port) };
}

export function isTrusted(trusted: TrustedHosts, hostname: string, port: number): boolean {
  return trusted.some((host) => host.hostname === hostname && (host.port === undefined || host.port === port));
}
