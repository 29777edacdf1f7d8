import type { Environment } from '../agent/environment.js';
import type { Place } from '../outbox/scan.js';
import type { ClockOffset } from './clock-offset.js';
import { exchange, UnavailableError, type Request } from './exchange.js';

export interface PlatformOptions {
  /** Base address, `https://audit.example.com`. */
  url: string;
  token: string;
  terminalId: string;
  environment: Environment;
  offset: ClockOffset;
}

/** Answer of `GET /v1/terminals/{id}/journal`: what the platform holds of the journal. */
export interface HeldJournal {
  /** The highest place of the highest epoch. */
  head?: Place & { hash?: string };
  /** The place asked for, or the nearest below it in that epoch whose hash is known. */
  at?: Place & { hash?: string };
}

export const answerTimeoutMs = 10_000;
const json = 'application/json';

/** The routes of one terminal at the platform; every answer that comes at once is also a measurement of the clock. */
export class Platform {
  constructor(private readonly options: PlatformOptions) {}

  async journal({ epoch, sequence }: Place, signal: AbortSignal): Promise<HeldJournal> {
    const path = `journal?epoch=${epoch}&sequence=${sequence}`;
    return (await this.ask(path, { method: 'GET', signal, timeoutMs: answerTimeoutMs }, true)) as HeldJournal;
  }

  async registerKey(body: object): Promise<{ keyId: string }> {
    const request = { contentType: json, body: JSON.stringify(body), timeoutMs: answerTimeoutMs };
    return (await this.ask('keys', request, true)) as { keyId: string };
  }

  /** Waits at the platform up to `waitSeconds` for commands after that number. */
  async commands(after: number, waitSeconds: number, signal: AbortSignal): Promise<unknown> {
    const timeoutMs = waitSeconds * 1_000 + answerTimeoutMs;
    return this.ask(`commands?after=${after}&wait=${waitSeconds}`, { method: 'GET', timeoutMs, signal }, false);
  }

  /** Where `path` of this terminal is. */
  at(path: string): URL {
    return new URL(`/v1/terminals/${encodeURIComponent(this.options.terminalId)}/${path}`, this.options.url);
  }

  /** Sends a request, and takes the answer's time where it came `atOnce`. */
  async exchange(request: Omit<Request, 'token'>, atOnce: boolean): Promise<string> {
    const { token, environment, offset } = this.options;
    const sentAt = environment.monotonic();
    const { text, headers } = await exchange({ ...request, token });
    const serverTime = Number(headers.get('tillwatch-time') ?? NaN);
    if (atOnce && Number.isFinite(serverTime)) offset.measured(sentAt, environment.monotonic(), serverTime);
    return text;
  }

  private async ask(path: string, request: Omit<Request, 'url' | 'token'>, atOnce: boolean): Promise<unknown> {
    return parsed(await this.exchange({ url: this.at(path), ...request }, atOnce));
  }
}

/** Whatever stands between us and the platform may answer with a page of its own. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UnavailableError('The answer is not JSON.');
  }
}
