import { defineEvent } from '../define-event.js';
import { matching, text } from '../fields.js';
import { ED25519_SIGNATURE, MAX_REFERENCE, HASH } from '../vocabulary.js';

export class ChainSealed {
  /** Hash of the event before this one in the same epoch, hex. */
  @matching(HASH)
  head!: string;

  @text({ max: MAX_REFERENCE })
  keyId!: string;

  /** Ed25519 by that key over what `sealMessage` of `@tillwatch/domain` says. */
  @matching(ED25519_SIGNATURE)
  signature!: string;
}

export const chainSealed = defineEvent({
  name: 'ChainSealed',
  origin: 'terminal',
  schema: 1,
  payload: ChainSealed,
  about: { en: "A terminal signed the head of its journal's hash chain.", zh: '终端对其日志哈希链的末端签名。' },
  sample: {
    head: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    keyId: 'a3f1c09be4d2715f8a6b0c4d9e2f1137',
    signature: 'k9Wq0Jm3rT5vXzB1dF8hLpNsUyGcEaOiQwZx2Vb4nM6tRjKfHgDlSoPuYeIaWqXcVbNmZ7s9d1f3g5h7j9k0A_',
  },
  personal: [],
});
