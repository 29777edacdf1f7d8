import { parseEvents, type ParsedEvent, terminalIdOf } from '@tillwatch/events';
import type { KafkaRecord } from '@tillwatch/kafka';
import { fail, ok, type Problem, problem, type Result } from '@tillwatch/kernel';

/**
 * Reads one record of `terminal-events`: a structured CloudEvent under the key of its terminal. The key decided the
 * partition, and with it the order of a terminal's events, so an event under another key is not taken.
 */
export function readRecord({ key, value }: KafkaRecord): Result<ParsedEvent & { ok: true }, Problem> {
  if (value === null || value.length === 0) return fail(problem('record-empty'));
  if (key === null) return fail(problem('record-without-key'));
  const parsed = parseEvents(value, 'single');
  if (!parsed.ok) return parsed;
  const [event] = parsed.value;
  if (!event!.ok) return fail(event!.problem);
  if (terminalIdOf(event!.event.source) !== key.toString('utf8')) return fail(problem('record-key-differs', '/source'));
  return ok(event!);
}
