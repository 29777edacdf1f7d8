import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { codeMinutes } from '@tillwatch/domain';
import { changeKeyring, type KeyringDependencies } from './change-keyring.js';
import { enrolmentCodeHash, newEnrolmentCode } from './enrolment-code.js';

export interface IssuedCode {
  code: string;
  /** RFC 3339. */
  expiresAt: string;
}

export class IssueEnrolmentCode extends Command<IssuedCode> {
  constructor(
    readonly tenant: string,
    readonly terminalId: string,
    readonly actor: string,
  ) {
    super();
  }
}

/** The answer is the only place the code is ever in. A terminal need not have been heard of: this is how it begins. */
@CommandHandler(IssueEnrolmentCode)
export class IssueEnrolmentCodeHandler implements ICommandHandler<IssueEnrolmentCode> {
  constructor(private readonly of: KeyringDependencies & { enrolmentKey: string }) {}

  async execute({ tenant, terminalId, actor }: IssueEnrolmentCode): Promise<IssuedCode> {
    const { clock, enrolmentKey } = this.of;
    const code = newEnrolmentCode();
    const expiresAt = new Date(clock() + codeMinutes * 60_000).toISOString();
    const codeHash = enrolmentCodeHash(enrolmentKey, terminalId, code);
    await changeKeyring(this.of, tenant, terminalId, () => ({
      event: { name: 'EnrolmentCodeIssued', data: { terminalId, codeHash, expiresAt, actor } },
    }));
    return { code, expiresAt };
  }
}
