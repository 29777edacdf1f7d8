/** The part of `pg-copy-streams` (which brings no types) that the benchmarks use. */
declare module 'pg-copy-streams' {
  import type { Submittable } from 'pg';

  export function from(text: string): NodeJS.WritableStream & Submittable;
  export function to(text: string): NodeJS.ReadableStream & AsyncIterable<Buffer> & Submittable;
}
