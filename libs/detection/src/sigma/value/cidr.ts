/** Addresses as numbers: 32 bits for IPv4, 128 for IPv6. */
interface Address {
  bits: 32 | 128;
  value: bigint;
}

export interface Network extends Address {
  prefix: number;
}

/** `10.0.0.0/8`, `2001:db8::/32`, or one address. Undefined for anything else, also when bits after the prefix are set. */
export function parseNetwork(text: string): Network | undefined {
  const [host, length, ...rest] = text.split('/');
  const address = parseAddress(host!);
  if (!address || rest.length || (length !== undefined && !/^\d{1,3}$/.test(length))) return undefined;
  const prefix = length === undefined ? address.bits : Number(length);
  if (prefix > address.bits) return undefined;
  const free = BigInt(address.bits - prefix);
  return (address.value >> free) << free === address.value ? { ...address, prefix } : undefined;
}

/** An IPv4 address written as IPv6 (`::ffff:10.0.0.1`) is in the IPv4 network; a zone (`%eth0`) is ignored. */
export function contains(network: Network, text: string): boolean {
  const address = parseAddress(text);
  if (!address) return false;
  const plain = network.bits === 32 ? asIpv4(address) : address;
  const free = BigInt(network.bits - network.prefix);
  return plain.bits === network.bits && plain.value >> free === network.value >> free;
}

function asIpv4(address: Address): Address {
  const mapped = address.bits === 128 && address.value >> 32n === 0xffffn;
  return mapped ? { bits: 32, value: address.value & 0xffffffffn } : address;
}

function parseAddress(text: string): Address | undefined {
  if (text.length > 64) return undefined;
  const ipv4 = parseIpv4(text);
  if (ipv4 !== undefined) return { bits: 32, value: ipv4 };
  const ipv6 = text.includes(':') ? parseIpv6(text.replace(/%[\w.-]+$/, '')) : undefined;
  return ipv6 === undefined ? undefined : { bits: 128, value: ipv6 };
}

/** Four decimal numbers without leading zeros, which some systems read as octal. */
function parseIpv4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) {
    return undefined;
  }
  return parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
}

function parseIpv6(text: string): bigint | undefined {
  const lastColon = text.lastIndexOf(':');
  const tail = text.slice(lastColon + 1);
  if (tail.includes('.')) {
    const ipv4 = parseIpv4(tail);
    if (ipv4 === undefined) return undefined;
    text = `${text.slice(0, lastColon + 1)}${(ipv4 >> 16n).toString(16)}:${(ipv4 & 0xffffn).toString(16)}`;
  }
  const [left, right, ...more] = text.split('::');
  if (more.length) return undefined;
  const before = groupsOf(left!);
  const after = right === undefined ? [] : groupsOf(right);
  if (!before || !after) return undefined;
  const missing = 8 - before.length - after.length;
  if (right === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...before, ...Array<bigint>(missing).fill(0n), ...after];
  return groups.reduce((sum, group) => (sum << 16n) | group, 0n);
}

function groupsOf(text: string): bigint[] | undefined {
  if (text === '') return [];
  const groups = text.split(':');
  return groups.every((group) => /^[\da-f]{1,4}$/i.test(group))
    ? groups.map((group) => BigInt(`0x${group}`))
    : undefined;
}
