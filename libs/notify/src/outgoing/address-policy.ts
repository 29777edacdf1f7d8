import ipaddr from 'ipaddr.js';

/** `public`: anywhere on the internet. `network`: also the private ranges, where a SIEM stands. */
export type Reach = 'public' | 'network';

const privateRanges = ['private', 'uniqueLocal'];
/** The one block that global unicast addresses are given out of (RFC 4291, IANA); what lies outside is special somehow. */
const globalUnicast: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('2000::'), 3];

/**
 * Whether we may connect to an address. Everything special is refused: this machine, link-local (cloud metadata), shared,
 * multicast, reserved, and each form of IPv6 that carries an IPv4 address inside (mapped, 6to4, Teredo, NAT64), whatever it is.
 * Text that is no address is refused too.
 */
export function mayConnectTo(address: string, reach: Reach): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  const range = parsed.range();
  if (privateRanges.includes(range)) return reach === 'network';
  if (range !== 'unicast') return false;
  return parsed instanceof ipaddr.IPv4 || parsed.match(globalUnicast);
}
