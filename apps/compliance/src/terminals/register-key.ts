import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { enrolKey, rotateKey } from '@tillwatch/domain';
import { keyIdOf } from '@tillwatch/kernel';
import { changeKeyring, type KeyringDependencies } from './change-keyring.js';
import { enrolmentCodeHash, plainCode } from './enrolment-code.js';

/** What allows a key to be registered: a code somebody was given, or the key it takes over from. */
export type KeyVoucher = { code: string } | { previousKeyId: string; previousProof: string };

export class RegisterKey extends Command<{ keyId: string }> {
  constructor(
    readonly tenant: string,
    readonly terminalId: string,
    readonly key: { publicKey: string; proof: string },
    readonly voucher: KeyVoucher,
  ) {
    super();
  }
}

@CommandHandler(RegisterKey)
export class RegisterKeyHandler implements ICommandHandler<RegisterKey> {
  constructor(private readonly of: KeyringDependencies & { enrolmentKey: string }) {}

  async execute({ tenant, terminalId, key, voucher }: RegisterKey): Promise<{ keyId: string }> {
    const { clock, enrolmentKey } = this.of;
    await changeKeyring(this.of, tenant, terminalId, (keyring) => {
      if (!('code' in voucher)) return rotateKey(keyring, { terminalId, ...key, ...voucher });
      const code = plainCode(voucher.code);
      const codeHash = enrolmentCodeHash(enrolmentKey, terminalId, code);
      return enrolKey(keyring, { terminalId, ...key, code, codeHash, now: clock() });
    });
    return { keyId: keyIdOf(key.publicKey) };
  }
}
