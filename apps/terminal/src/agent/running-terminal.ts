import type { Commands } from '../commands/commands.js';
import { enrolKey, rotateKey, type RegisterOptions } from '../enrolment/register-key.js';
import type { Outbox } from '../outbox/outbox.js';
import type { Losses } from '../recording/losses.js';
import type { Policy, Recorded, Recorder } from '../recording/recorder.js';
import type { ClockOffset } from '../sending/clock-offset.js';
import type { Platform } from '../sending/platform.js';
import type { Sender } from '../sending/sender.js';
import type { Environment } from './environment.js';
import type { FailedLogin, Lock, Login, Logout, PasswordChange, PasswordReset, Tamper, Unlock } from './happenings.js';
import { TerminalError, terminalErrors } from './terminal-error.js';
import type { MayLogin, Terminal, TerminalStatus } from './terminal.js';

export interface TerminalParts {
  folder: string;
  terminalId: string;
  policy: Policy;
  environment: Environment;
  outbox: Outbox;
  losses: Losses;
  recorder: Recorder;
  offset: ClockOffset;
  platform: Platform | undefined;
  sender: Sender;
  commands: Commands;
  /** In this order, after nothing more is taken. */
  stop: () => Promise<void>;
}

const nameForm = /^[A-Z][A-Za-z0-9]{0,63}$/;
/** UTF-16 units, as the platform counts. */
const longestOperatorId = 256;

export class RunningTerminal implements Terminal {
  private closing: Promise<void> | undefined;

  constructor(private readonly parts: TerminalParts) {}

  recordLogin = (login: Login): Promise<Recorded> => this.told('LoginSucceeded', login);
  recordFailedLogin = (failure: FailedLogin): Promise<Recorded> => this.told('LoginFailed', failure);
  recordLogout = (logout: Logout): Promise<Recorded> => this.told('LoggedOut', logout);
  recordLock = (lock: Lock): Promise<Recorded> => this.told('OperatorLocked', lock);
  recordUnlock = (unlock: Unlock): Promise<Recorded> => this.told('OperatorUnlocked', unlock);
  recordPasswordChange = (change: PasswordChange): Promise<Recorded> => this.told('PasswordChanged', change);
  recordPasswordReset = (reset: PasswordReset): Promise<Recorded> => this.told('PasswordReset', reset);
  recordTamper = (tamper: Tamper): Promise<Recorded> => this.record('TamperDetected', { data: { ...tamper } });

  async record(
    name: string,
    { operatorId, data = {} }: { operatorId?: string; data?: Record<string, unknown> } = {},
  ): Promise<Recorded> {
    if (!nameForm.test(name) || typeof data !== 'object' || data === null || Array.isArray(data)) {
      throw new TerminalError('happening-invalid');
    }
    const { commands, recorder } = this.parts;
    const happening = { name, ...(operatorId && { operatorId: storable(operatorId) }), data };
    // The order stands from here on: what was asked before a freeze is recorded before its acknowledgement.
    if (name === 'LoginSucceeded' && commands.isFrozen) return this.refuseLogin(happening);
    const recorded = await recorder.record(happening, 'told');
    if (name === 'PasswordChanged' && operatorId) await commands.passwordChanged(operatorId);
    return recorded;
  }

  isFrozen(): boolean {
    return this.parts.commands.isFrozen;
  }

  mayLogin(operatorId: string): MayLogin {
    const { commands, policy, recorder } = this.parts;
    const refused = (code: 'terminal-frozen' | 'outbox-full'): MayLogin => ({
      allowed: false,
      code,
      reason: terminalErrors[code],
    });
    if (commands.isFrozen) return refused('terminal-frozen');
    if (policy === 'strict' && recorder.full) return refused('outbox-full');
    return { allowed: true, mustChangePassword: commands.mustChangePassword(operatorId) };
  }

  status(): TerminalStatus {
    const { terminalId, policy, environment, outbox, losses, recorder, offset, sender, commands } = this.parts;
    const { head, mark, waiting, bytes } = outbox;
    const clock = offset.estimate(environment.clock(), environment.monotonic());
    return {
      terminalId,
      policy,
      ...(head && { head: { epoch: head.epoch, sequence: head.sequence } }),
      ...(mark.place && { delivered: mark.place }),
      waiting,
      bytes,
      full: recorder.full,
      lost: losses.pending?.lost ?? 0,
      refused: mark.refused,
      frozen: commands.isFrozen,
      compared: sender.compared,
      ...(sender.problem && { problem: sender.problem }),
      ...(clock && { clock }),
      ...(recorder.keyId && { keyId: recorder.keyId }),
    };
  }

  async flush(): Promise<void> {
    await this.parts.recorder.settled();
    await this.parts.sender.flush();
    await this.parts.recorder.settled();
  }

  async enrol(code: string): Promise<string> {
    const key = await enrolKey(this.registration(), code);
    this.parts.recorder.useKey(key);
    return key.keyId;
  }

  async rotateKey(): Promise<string> {
    const key = await rotateKey(this.registration());
    this.parts.recorder.useKey(key);
    return key.keyId;
  }

  close(): Promise<void> {
    return (this.closing ??= this.parts.stop());
  }

  private told(name: string, { operatorId, ...data }: object & { operatorId?: string }): Promise<Recorded> {
    return this.record(name, { ...(operatorId && { operatorId }), data });
  }

  private async refuseLogin(happening: { operatorId?: string; data: Record<string, unknown> }): Promise<never> {
    const { network, networkId } = happening.data;
    const data = { reason: 'terminal-frozen', ...(network !== undefined && { network, networkId }) };
    await this.parts.recorder.record({ ...happening, name: 'LoginFailed', data }, 'told');
    throw new TerminalError('terminal-frozen');
  }

  private registration(): RegisterOptions {
    const { folder, terminalId, platform } = this.parts;
    if (!platform) throw new TerminalError('option-invalid', 'url');
    return { folder, terminalId, platform };
  }
}

/** What somebody typed, so that the platform can store it: evidence is not refused because of a strange key. */
function storable(operatorId: string): string {
  return operatorId.slice(0, longestOperatorId).toWellFormed().replaceAll('\0', '\ufffd');
}
