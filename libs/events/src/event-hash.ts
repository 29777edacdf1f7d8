import { canonicalJson, sha256Hex } from '@tillwatch/kernel';
import type { CloudEvent } from './cloud-event.js';
import { asSent } from './parse-envelope.js';

/**
 * What `prevhash` of the next event and `ChainSealed.head` name: SHA-256, hex, of the RFC 8785 text of the whole
 * CloudEvent object as it was sent. Take it before redaction.
 */
export function eventHash(event: CloudEvent): string {
  return sha256Hex(canonicalJson(asSent(event)));
}
