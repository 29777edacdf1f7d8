import type { Environment } from '../agent/environment.js';
import { pause } from '../agent/pause.js';
import { backoffMs } from '../sending/backoff.js';
import { UnavailableError } from '../sending/exchange.js';
import type { Platform } from '../sending/platform.js';
import { commandFrom, type CommandSource } from './terminal-command.js';

/** Below what proxies cut. */
const waitSeconds = 25;
const restMs = 1_000;

/** Asks the platform again and again; each question waits there until there is a command. */
export function longPoll(platform: Platform, environment: Environment): CommandSource {
  return {
    async follow(after, take, signal) {
      for (let attempt = 0; !signal.aborted;) {
        const askedAt = environment.monotonic();
        try {
          const answer = (await platform.commands(after(), waitSeconds, signal)) as { commands?: unknown };
          const commands = Array.isArray(answer.commands) ? answer.commands : [];
          const known = after();
          await take(commands.map(commandFrom).filter((command) => command !== undefined));
          attempt = 0;
          // An answer without news that did not wait for any: the next is not asked for at once.
          if (after() === known && environment.monotonic() - askedAt < restMs) await pause(environment, restMs, signal);
        } catch (error) {
          if (signal.aborted) return;
          const asked = error instanceof UnavailableError ? error.retryAfterMs : 0;
          const tries = error instanceof UnavailableError ? ++attempt : Infinity;
          await pause(environment, backoffMs(tries, environment.random(), asked), signal);
        }
      }
    },
  };
}
