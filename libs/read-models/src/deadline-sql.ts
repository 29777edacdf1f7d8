import type { Severity } from '@tillwatch/api';
import type { Moment, Select, StoreMoment } from './deadline.js';

/** A time at which an operator's deadline is told, or told again. */
export interface Stage {
  afterMs: number;
  severity: Severity;
}

export interface OperatorDeadline {
  /** Column of operator_state: when it started. */
  since: 'idle_since' | 'reset_at' | 'password_at';
  /** Names of the events that may have started it. */
  startedBy: readonly string[];
  /** Ascending. */
  stages: readonly Stage[];
}

/**
 * Operators for whom a time has passed since something happened: the last one up to which data is complete. Where they were
 * seen last tells whose data that is.
 */
export function operatorsPast({ since, startedBy, stages }: OperatorDeadline, { nowMs, untilMs }: Moment): Select {
  const times = stages.map(({ afterMs, severity }, index) => `(${index + 1}, '${severity}', ${afterMs}::bigint)`);
  return {
    text: `
      SELECT 'operator:' || state.id AS key, md5(state.id || '|' || state.${since})::uuid::text AS anchor,
        stage.count, stage.severity, state.${since} AS started_at, state.${since} + stage.after AS due_at,
        state.id AS operator_id, seen.terminal_id, seen.store_id, started.id AS evidence, json_build_object() AS details
      FROM read_models.operator_state AS state
      CROSS JOIN LATERAL (
        SELECT terminal_id, store_id FROM read_models.timeline WHERE operator_id = state.id
        ORDER BY at DESC, position DESC LIMIT 1
      ) AS seen
      LEFT JOIN read_models.terminal_state AS watched ON watched.id = seen.terminal_id
      CROSS JOIN LATERAL (
        SELECT * FROM (VALUES ${times.join(', ')}) AS stage (count, severity, after)
        WHERE state.${since} + after <= $1::bigint AND (state.${since} + after <= $2::bigint OR count = 1)
        ORDER BY state.${since} + after <= coalesce(watched.complete_until, 0) DESC, count DESC LIMIT 1
      ) AS stage
      LEFT JOIN LATERAL (
        SELECT id FROM read_models.timeline
        WHERE operator_id = state.id AND at = state.${since} AND name IN (${list(startedBy)}) ORDER BY id LIMIT 1
      ) AS started ON true
      WHERE state.${since} <= $1::bigint - ${stages[0]!.afterMs}`,
    values: [untilMs, nowMs],
  };
}

/** The first event of the alert's operator, after the start, that ends it. */
export function operatorDid(names: readonly string[], and = 'true'): string {
  return `
    SELECT at, id AS by FROM read_models.timeline
    WHERE operator_id = told.operator_id AND at >= told.started_at AND name IN (${list(names)})
      AND id IS DISTINCT FROM told.evidence AND ${and}
    ORDER BY at, position LIMIT 1`;
}

/** Constants of ours as SQL literals: never for what comes from outside. */
export function list(constants: readonly string[]): string {
  return constants.map((constant) => `'${constant}'`).join(', ');
}

/** For `json_to_recordset($n) AS store (id text, open_since bigint, closings json)`. */
export function storesParameter(stores: readonly StoreMoment[]): string {
  return JSON.stringify(
    stores.map(({ id, open, closings }) => ({ id, ...(open && { open_since: open[0] }), closings })),
  );
}

/** An id that nobody used for so long is dormant. */
export const dormantMs = 90 * 86_400_000;
export const dayMs = 86_400_000;
export const hourMs = 3_600_000;
export const minuteMs = 60_000;
