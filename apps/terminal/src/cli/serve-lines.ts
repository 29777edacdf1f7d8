import { TerminalError, terminalErrors } from '../agent/terminal-error.js';
import type { Terminal } from '../agent/terminal.js';
import type { CommandHandlers } from '../commands/commands.js';
import { linesOf } from '../import/lines.js';
import { judgePassword, type PasswordJudgement } from '../passwords/judge-password.js';
import { policyFrom, shippedPolicy } from '../passwords/judging-policy.js';
import { within } from './within.js';

/** Lines read and not answered yet, at most; then reading waits. */
const linesAtOnce = 1_000;
const longestLine = 256 * 1024;

type Line = Record<string, unknown>;

/** Their answer takes as long as the network, or as loading lists: it does not hold up those of events. */
const slow: ReadonlySet<unknown> = new Set(['flush', 'enrol', 'rotate', 'judge']);

/**
 * The agent for a till in another language: a JSON object on each line in, one on each line out, an event's when it is on
 * disk, in the order of the events. What the platform asks of the till comes in between, with a number to answer it by.
 */
export class LineServer {
  private readonly asked = new Map<number, (answer: Line) => void>();
  private asks = 0;

  constructor(
    private readonly open: (handlers: CommandHandlers) => Promise<Terminal>,
    private readonly write: (line: string) => void,
  ) {}

  /** Until the input ends, then until what is recorded was delivered, but no longer than `drainMs`. */
  async serve(input: AsyncIterable<string>, drainMs: number): Promise<void> {
    const terminal = await this.open(this.handlers());
    let waiting = 0;
    let written = Promise.resolve();
    for await (const text of linesOf(input, longestLine)) {
      if (!text.trim()) continue;
      const line = parsed(text);
      const answering = this.answer(terminal, line);
      if (slow.has(line?.['ask'])) {
        void answering.then((answer) => this.print(answer));
        continue;
      }
      waiting++;
      written = written.then(async () => {
        const answer = await answering;
        waiting--;
        this.print(answer);
      });
      if (waiting >= linesAtOnce) await written;
    }
    await written;
    await within(drainMs, terminal.flush());
    await terminal.close();
  }

  private async answer(terminal: Terminal, line: Line | undefined): Promise<Line | undefined> {
    const ref = line?.['ref'];
    const answered = (answer: Line): Line => ({ ...(ref !== undefined && { ref }), ...answer });
    try {
      if (!line) throw new TerminalError('happening-invalid');
      if (typeof line['answers'] === 'number') return void this.asked.get(line['answers'])?.(line);
      return answered(await (line['ask'] === undefined ? record(terminal, line) : ask(terminal, line)));
    } catch (error) {
      return answered({ status: 'refused', ...reasonOf(error) });
    }
  }

  private handlers(): CommandHandlers {
    return {
      onEndSessions: (asked) => this.ask({ command: 'end-sessions', ...asked }),
      onDemandPasswordChange: (asked) => this.ask({ command: 'demand-password-change', ...asked }),
      // The till learns of it; it cannot refuse.
      onFreeze: ({ frozen, reason }) => this.print({ command: frozen ? 'freeze' : 'unfreeze', reason }),
    };
  }

  private ask(line: Line): Promise<void> {
    const number = ++this.asks;
    this.print({ ...line, number });
    return new Promise((resolve, reject) => {
      this.asked.set(number, ({ outcome, reason }) => {
        this.asked.delete(number);
        if (outcome === 'refused') reject(new Error(String(reason ?? 'refused')));
        else resolve();
      });
    });
  }

  private print(line: Line | undefined): void {
    if (line) this.write(`${JSON.stringify(line)}\n`);
  }
}

async function record(terminal: Terminal, line: Line): Promise<Line> {
  const { name, operatorId, data } = line;
  if (typeof name !== 'string' || (operatorId !== undefined && typeof operatorId !== 'string')) {
    throw new TerminalError('happening-invalid');
  }
  const happening = { ...(operatorId && { operatorId }), ...(data !== undefined && { data: data as Line }) };
  return terminal.record(name, happening);
}

async function ask(terminal: Terminal, line: Line): Promise<Line> {
  const { ask: what, operatorId, code } = line;
  switch (what) {
    case 'status':
      return { ...terminal.status() };
    case 'may-login':
      return { ...terminal.mayLogin(String(operatorId ?? '')) };
    case 'flush':
      await terminal.flush();
      return { status: 'delivered' };
    case 'enrol':
      return { keyId: await terminal.enrol(String(code ?? '')) };
    case 'rotate':
      return { keyId: await terminal.rotateKey() };
    case 'judge':
      return { ...(await judge(line)) };
    default:
      throw new TerminalError('happening-invalid');
  }
}

/** `profile`: the name of a shipped one, or an answer of the platform. */
async function judge({ password, profile, about = [], reused, withFactor }: Line): Promise<PasswordJudgement> {
  const policy = typeof profile === 'string' ? await shippedPolicy(profile) : policyFrom(profile);
  const isTexts = Array.isArray(about) && about.every((one) => typeof one === 'string');
  if (typeof password !== 'string' || !policy || !isTexts) throw new TerminalError('happening-invalid');
  return judgePassword(password, policy, { about, reused: reused === true, withFactor: withFactor === true });
}

/** Undefined when it is no JSON object. */
function parsed(text: string): Line | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Line) : undefined;
  } catch {
    return undefined;
  }
}

function reasonOf(error: unknown): Line {
  if (error instanceof TerminalError) return { code: error.code, reason: { en: error.message, zh: error.zh } };
  const message = error instanceof Error ? error.message : String(error);
  const { en, zh } = terminalErrors['outbox-unwritable'];
  return { code: 'outbox-unwritable', reason: { en: `${en} ${message}`, zh: `${zh}${message}` } };
}
