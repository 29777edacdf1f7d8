import { fail, ok, type Result } from '@tillwatch/kernel';
import { isIP } from 'node:net';
import { mayConnectTo } from './address-policy.js';
import { isTrusted, type TrustedHosts } from './trusted-hosts.js';

const urlLengthMax = 2_048;
/** Where receivers listen; anything else asks for the operator's word. */
const portsAllowed = [443, 8443];
const defaultPorts: Record<string, number> = { 'https:': 443, 'http:': 80 };

/**
 * Reads an address somebody gave us to send to. `URL` has made a decimal, octal, hex or short IPv4 host into the dotted one by
 * now, so what is checked here is what would be connected to. Names are checked when they are resolved. The error is a
 * sentence for whoever gave it; it never repeats the address, which may hold a key.
 */
export function checkUrl(text: string, trusted: TrustedHosts): Result<URL, string> {
  const url = text.length <= urlLengthMax ? URL.parse(text) : null;
  if (!url) return fail(`It is not a URL of at most ${urlLengthMax} characters.`);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return fail('Only https is spoken.');
  if (url.username || url.password) return fail('A name or password before the host is not allowed.');
  if (isTrusted(trusted, url.hostname, portOf(url))) return ok(url);
  if (url.protocol !== 'https:') return fail('Only https is spoken.');
  if (!portsAllowed.includes(portOf(url))) return fail(`Allowed ports: ${portsAllowed.join(', ')}.`);
  const address = literalOf(url.hostname);
  if (address !== undefined && !mayConnectTo(address, 'public')) return fail('That address is not on the internet.');
  return ok(url);
}

export function portOf(url: URL): number {
  return url.port === '' ? defaultPorts[url.protocol]! : Number(url.port);
}

/** The address when the host is one, without the brackets of IPv6. */
export function literalOf(hostname: string): string | undefined {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return isIP(bare) === 0 ? undefined : bare;
}
