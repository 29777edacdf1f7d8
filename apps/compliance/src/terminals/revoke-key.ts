import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { revokeKey } from '@tillwatch/domain';
import type { JournalPlace } from '@tillwatch/events';
import { changeKeyring, type KeyringDependencies } from './change-keyring.js';

export class RevokeKey extends Command<void> {
  constructor(
    readonly tenant: string,
    readonly terminalId: string,
    readonly keyId: string,
    readonly why: { reason: string; actor: string; drainUntil?: JournalPlace },
  ) {
    super();
  }
}

/** Revoking what is revoked changes nothing and is no error. */
@CommandHandler(RevokeKey)
export class RevokeKeyHandler implements ICommandHandler<RevokeKey> {
  constructor(private readonly of: KeyringDependencies) {}

  execute({ tenant, terminalId, keyId, why }: RevokeKey): Promise<void> {
    return changeKeyring(this.of, tenant, terminalId, (keyring) => revokeKey(keyring, { terminalId, keyId, ...why }));
  }
}
