import { maskText } from '@tillwatch/events';
import { CodedError, problem } from '@tillwatch/kernel';

/**
 * A case is no place for a card number, an id number or a password, and masking one would leave a reference that points to
 * nothing: the text is refused instead. Throws `sensitive-text` with the pointer to it.
 */
export function refuseSensitive(value: unknown, path = ''): void {
  if (typeof value === 'string') {
    if (maskText(value) !== value) throw new CodedError(problem('sensitive-text', path));
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) refuseSensitive(member, `${path}/${name}`);
  }
}
