import { alertLatency } from './alert-latency.ts';
import { append } from './append.ts';
import { backtest } from './backtest.ts';
import type { Benchmark } from './benchmark.ts';
import { detection, detection1000 } from './detection.ts';
import { detectionMemory } from './detection-memory.ts';
import { emmettBatch } from './emmett-batch.ts';
import { emmettSingle, emmettSingle16 } from './emmett-single.ts';
import { intake } from './intake.ts';
import { journal, journal16, journalNoSync } from './journal.ts';
import { kafkaPipeline } from './kafka-pipeline.ts';
import { replay } from './replay.ts';

/** In the order in which they run. */
export const benchmarks: readonly Benchmark[] = [
  intake,
  append,
  replay,
  backtest,
  emmettSingle,
  emmettSingle16,
  emmettBatch,
  journal,
  journal16,
  journalNoSync,
  alertLatency,
  kafkaPipeline,
  detection,
  detection1000,
  detectionMemory,
];
