import type { CommandRight } from '@tillwatch/api';

export type Method = 'POST' | 'PUT' | 'DELETE';

/** What the server says of the command that `path` is (with or without a query); `undefined`: it has no such command. */
export function rightTo(rights: readonly CommandRight[], method: Method, path: string): CommandRight | undefined {
  const segments = path.split('?')[0]!.split('/');
  const found = rights.filter(({ command }) => {
    const [of, pattern] = command.split(' ') as [string, string];
    return of === method && isOf(pattern.split('/'), segments);
  });
  // `/v1/things/all` is a path of its own, and no thing with the id `all`.
  return found.sort((one, other) => parameters(one) - parameters(other))[0];
}

function isOf(pattern: readonly string[], segments: readonly string[]): boolean {
  if (pattern.length !== segments.length) return false;
  return pattern.every((part, index) => (part.startsWith(':') ? segments[index] !== '' : part === segments[index]));
}

function parameters({ command }: CommandRight): number {
  return command.split('/:').length;
}
