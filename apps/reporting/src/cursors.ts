import { createHmac, timingSafeEqual } from 'node:crypto';
import { canonicalJson, CodedError, problem } from '@tillwatch/kernel';

/** Bytes of the HMAC kept: nobody gains more than a strange page by a forgery, and 2^128 guesses are plenty. */
const tagBytes = 16;

/**
 * Opaque cursors: base64url JSON and a tag bound to the query they continue, so that one that was edited, or taken from
 * another list, filter or tenant, is refused instead of read.
 */
export class Cursors {
  constructor(private readonly key: string) {}

  /** `query`: everything that decides the list and its order. */
  seal(query: object, place: object): string {
    const payload = Buffer.from(canonicalJson(place)).toString('base64url');
    return `${payload}.${this.tag(query, payload)}`;
  }

  /** Throws `cursor-invalid`. */
  open<Place>(query: object, cursor: string): Place {
    const [payload = '', tag = '', ...rest] = cursor.split('.');
    const [given, expected] = [Buffer.from(tag), Buffer.from(this.tag(query, payload))];
    if (rest.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) {
      throw new CodedError(problem('cursor-invalid', '/cursor'));
    }
    return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Place;
  }

  private tag(query: object, payload: string): string {
    const hmac = createHmac('sha256', this.key).update(canonicalJson(query)).update('\n').update(payload);
    return hmac.digest().subarray(0, tagBytes).toString('base64url');
  }
}
