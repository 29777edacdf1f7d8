import { checkUrl, portOf } from '../outgoing/check-url.js';
import type { Outgoing } from '../outgoing/outgoing.js';
import { isTrusted } from '../outgoing/trusted-hosts.js';
import type { TargetFault } from './channel-driver.js';

/** A bot's URL is its key, and its host is the vendor's unless the operator named another. */
export function botUrlFault(text: string, hosts: readonly string[], { trusted }: Outgoing): TargetFault | undefined {
  const checked = checkUrl(text, trusted);
  if (!checked.ok) return { member: 'url', why: checked.error };
  const { hostname } = checked.value;
  if (hosts.includes(hostname) || isTrusted(trusted, hostname, portOf(checked.value))) return undefined;
  return { member: 'url', why: `The host must be ${hosts.join(' or ')}.` };
}
