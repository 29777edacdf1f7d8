/** Ids of stores and terminals are letters, digits, dots, hyphens and underscores, beginning with a letter or digit. */
const idSafe = /[^A-Za-z0-9._-]/gu;

/** `203.0.113.7` stays; `2001:db8::7` becomes `ip6-2001-db8--7` (an address has no hyphen, so no two become one). */
export function terminalIdOf(address: string): string {
  return address.includes(':') ? `ip6-${address.toLowerCase().replace(idSafe, '-')}` : storeIdOf(address);
}

export function storeIdOf(host: string): string {
  const safe = host.replace(idSafe, '-');
  return /^[A-Za-z0-9]/u.test(safe) ? safe : `x${safe}`;
}
