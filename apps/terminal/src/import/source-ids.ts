import { sha256Hex } from '@tillwatch/kernel';

/** Ids of stores and terminals are letters, digits, dots, hyphens and underscores, beginning with a letter or digit. */
const idSafe = /[^A-Za-z0-9._-]/gu;

/** What the contract allows for a terminal id, in characters. A longer one keeps its beginning and gets a digest. */
const longestId = 64;
const digestDigits = 16;

/** `203.0.113.7` stays; `2001:db8::7` becomes `ip6-2001-db8--7` (an address has no hyphen, so no two become one). */
export function terminalIdOf(address: string): string {
  return address.includes(':') ? `ip6-${safeId(address.toLowerCase())}` : storeIdOf(address);
}

export function storeIdOf(host: string): string {
  const safe = safeId(host);
  return /^[A-Za-z0-9]/u.test(safe) ? safe : `x${safe}`;
}

function safeId(name: string): string {
  const safe = name.replace(idSafe, '-');
  // Four characters are left for the prefix that a caller may add.
  if (safe.length <= longestId - 4) return safe;
  return `${safe.slice(0, longestId - 4 - 1 - digestDigits)}-${sha256Hex(name).slice(0, digestDigits)}`;
}
