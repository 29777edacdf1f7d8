import { randomBytes } from 'node:crypto';
import { hmacSha256Hex } from '@tillwatch/kernel';

/** Crockford's base32: no letter that looks like a digit. */
const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const codeBytes = 10;

/** 80 random bits as people read them out: `ABCD-EFGH-JKMN-PQRS`. */
export function newEnrolmentCode(): string {
  let bits = BigInt(`0x${randomBytes(codeBytes).toString('hex')}`);
  let code = '';
  for (let i = 0; i < 16; i++, bits >>= 5n)
    code = `${digits[Number(bits & 31n)]}${i > 0 && i % 4 === 0 ? '-' : ''}${code}`;
  return code;
}

/** As it is compared and signed, however somebody typed it. */
export function plainCode(code: string): string {
  return code.replaceAll('-', '').toUpperCase();
}

/** What is kept of a code: nobody who reads the log can use it, or try codes against it without the key. */
export function enrolmentCodeHash(key: string, terminalId: string, code: string): string {
  return hmacSha256Hex(key, `${terminalId}\n${plainCode(code)}`);
}
