import { alertLatency } from './alert-latency.ts';
import { append } from './append.ts';
import type { Benchmark } from './benchmark.ts';
import { emmettBatch } from './emmett-batch.ts';
import { emmettSingle, emmettSingle16 } from './emmett-single.ts';
import { intake } from './intake.ts';
import { journal, journal16, journalNoSync } from './journal.ts';
import { replay } from './replay.ts';

/** In the order in which they run. */
export const benchmarks: readonly Benchmark[] = [
  intake,
  append,
  replay,
  emmettSingle,
  emmettSingle16,
  emmettBatch,
  journal,
  journal16,
  journalNoSync,
  alertLatency,
];
