import { defineEvent } from '../define-event.js';
import { matching, oneOf, optional } from '../fields.js';
import { ED25519_KEY, ED25519_SIGNATURE, KEY_ID, TERMINAL_ID } from '../vocabulary.js';

const ways = ['enrolment', 'rotation'] as const;

export class TerminalKeyRegistered {
  @matching(TERMINAL_ID)
  terminalId!: string;

  @matching(KEY_ID)
  keyId!: string;

  @matching(ED25519_KEY)
  publicKey!: string;

  @oneOf(ways)
  via!: (typeof ways)[number];

  /** By the new key: whoever registered it holds its private half. */
  @matching(ED25519_SIGNATURE)
  proof!: string;

  /** The key that vouched for this one, when it is a rotation. */
  @optional()
  @matching(KEY_ID)
  previousKeyId?: string;

  @optional()
  @matching(ED25519_SIGNATURE)
  previousProof?: string;
}

export const terminalKeyRegistered = defineEvent({
  name: 'TerminalKeyRegistered',
  origin: 'platform',
  schema: 1,
  payload: TerminalKeyRegistered,
  about: {
    en: 'A terminal registered the public half of its signing key; the key it had before is retired.',
    zh: '终端登记了签名密钥的公钥；其原有密钥随即退役。',
  },
  sample: {
    terminalId: 'till-7',
    keyId: 'a3f1c09be4d2715f8a6b0c4d9e2f1137',
    publicKey: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
    via: 'rotation',
    proof: 'k9Wq0Jm3rT5vXzB1dF8hLpNsUyGcEaOiQwZx2Vb4nM6tRjKfHgDlSoPuYeIaWqXcVbNmZ7s9d1f3g5h7j9k0A_',
    previousKeyId: '0b7e5a91c3d84f26e1a09b8c7d6f5e43',
    previousProof: 'Zr8QmT2nB6vXkP0wLcYfJdHs4uGaEoIi9RqWe3Tz7Uy1OpAsDfGhJkLxCvBnM5q7w9e1r3t5y7u9i1o3p5a7s9',
  },
  personal: [],
});
