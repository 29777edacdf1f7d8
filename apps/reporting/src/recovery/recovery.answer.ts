import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type {
  EvidenceKind,
  EvidenceView,
  RecoveryCaseView,
  RecoveryCause,
  RecoveryChannel,
  RecoveryCheck,
  RecoveryOrderView,
  RecoveryStatus,
  RecoveryStepName,
  ResetFinding,
  ResetView,
  VerificationView,
} from '@tillwatch/api';
import { evidenceKinds, recoveryCauses, recoverySteps, resetChannels } from '@tillwatch/events';
import { instant, integer, personal } from '../alerts/alert.answer.js';

export const recoveryStatuses: RecoveryStatus[] = [
  'requested',
  'verifying',
  'approved',
  'rejected',
  'executed',
  'closed',
  'withdrawn',
  'expired',
];
export const recoveryStepNames: RecoveryStepName[] = [
  'record-cause',
  'verify',
  'add-evidence',
  'approve',
  'execute',
  'await-reset',
  'close',
];
const findings: ResetFinding[] = [
  'as-ordered',
  'elsewhere',
  'other-channel',
  'not-temporary',
  'before-approval',
  'again',
];

class Done {
  @ApiProperty() by!: string;
  @ApiProperty(instant) at!: string;
}

class CauseAnswer extends Done {
  @ApiProperty({ enum: recoveryCauses }) cause!: RecoveryCause;
  @ApiProperty(instant) onsetAt!: string;
  @ApiPropertyOptional() comment?: string;
}

class FileAnswer {
  @ApiProperty() type!: string;
  @ApiProperty(integer) size!: number;
}

class DestructionAnswer {
  @ApiProperty(instant) at!: string;
  @ApiProperty({ enum: ['retention-ended'] }) reason!: 'retention-ended';
}

class EvidenceAnswer extends Done implements EvidenceView {
  @ApiProperty({ format: 'uuid' }) evidenceId!: string;
  @ApiProperty({ enum: evidenceKinds }) kind!: EvidenceKind;
  @ApiPropertyOptional({ description: 'SHA-256 of the document.' }) digest?: string;
  @ApiPropertyOptional(personal) reference?: string;
  @ApiProperty() custodian!: string;
  @ApiProperty(instant) retainUntil!: string;
  @ApiPropertyOptional({ type: FileAnswer, description: 'The document is kept here, encrypted.' }) file?: FileAnswer;
  @ApiPropertyOptional({ type: DestructionAnswer, description: 'It was; its key and its bytes are no more.' })
  destroyed?: DestructionAnswer;
}

class DeviceAnswer {
  @ApiProperty() model!: string;
  @ApiProperty() serial!: string;
}

class VerificationAnswer extends Done implements VerificationView {
  @ApiProperty({ enum: resetChannels }) channel!: RecoveryChannel;
  @ApiPropertyOptional(personal) reference?: string;
  @ApiPropertyOptional({ type: DeviceAnswer }) device?: DeviceAnswer;
  @ApiPropertyOptional({ type: [String], ...personal }) transactions?: string[];
  @ApiPropertyOptional(personal) comment?: string;
}

class FailedVerificationAnswer extends VerificationAnswer {
  @ApiProperty({ enum: ['person', 'device-unknown', 'device-mismatch', 'contact-unknown', 'contact-changed'] })
  fault!: string;
}

class ApprovalAnswer extends Done {
  @ApiPropertyOptional({ description: 'Decided alone, by the exception registered for the store.' })
  onePersonStore?: boolean;
  @ApiPropertyOptional() comment?: string;
}

class CaseReasonedAnswer extends Done {
  @ApiProperty() reason!: string;
}

class OrderAnswerAnswer {
  @ApiProperty() terminalId!: string;
  @ApiProperty({ format: 'uuid' }) commandId!: string;
  @ApiProperty({ enum: ['done', 'refused'] }) outcome!: 'done' | 'refused';
  @ApiProperty(instant) at!: string;
  @ApiPropertyOptional() reason?: string;
}

class OrderAnswer extends Done implements RecoveryOrderView {
  @ApiProperty() operatorId!: string;
  @ApiProperty() terminalId!: string;
  @ApiProperty({ format: 'uuid' }) endSessionsId!: string;
  @ApiProperty({ format: 'uuid' }) demandChangeId!: string;
  @ApiProperty({ type: [OrderAnswerAnswer] }) answers!: OrderAnswerAnswer[];
}

class ResetAnswer implements ResetView {
  @ApiProperty() terminalId!: string;
  @ApiProperty() eventId!: string;
  @ApiProperty(instant) at!: string;
  @ApiProperty({ enum: findings, description: 'How it compares with what was approved.' }) finding!: ResetFinding;
  @ApiProperty({ enum: resetChannels }) channel!: RecoveryChannel;
  @ApiProperty() by!: string;
  @ApiProperty() temporary!: boolean;
}

class CheckAnswer {
  @ApiProperty({ enum: recoverySteps }) step!: RecoveryCheck;
  @ApiProperty(instant) at!: string;
  @ApiProperty() terminalId!: string;
}

class ClosingAnswer extends Done {
  @ApiProperty({ enum: recoverySteps, isArray: true, description: 'Not seen by then.' }) unmet!: RecoveryCheck[];
  @ApiPropertyOptional() comment?: string;
}

class ContactAnswer extends Done {
  @ApiProperty() party!: string;
  @ApiProperty() means!: string;
  @ApiProperty() reached!: boolean;
  @ApiPropertyOptional(personal) comment?: string;
}

class UseReportAnswer extends Done {
  @ApiProperty(instant) noticedAt!: string;
  @ApiProperty() description!: string;
  @ApiPropertyOptional() alertId?: string;
}

class NextAnswer {
  @ApiProperty({ enum: recoveryStepNames }) step!: RecoveryStepName;
  @ApiProperty(instant) dueAt!: string;
  @ApiProperty() overdue!: boolean;
  @ApiPropertyOptional({
    enum: ['subject', 'requester', 'approver'],
    description:
      'Why it is another’s to take than the caller’s: their own password, their own request, or who approved theirs.',
  })
  forOthers?: 'subject' | 'requester' | 'approver';
}

export class RecoveryCaseAnswer implements RecoveryCaseView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: recoveryStatuses }) status!: RecoveryStatus;
  @ApiProperty({ enum: resetChannels }) channel!: RecoveryChannel;
  @ApiProperty({ description: 'Whose password it is.' }) operatorId!: string;
  @ApiPropertyOptional({ description: "The same person's own sign-in here." }) account?: string;
  @ApiProperty() terminalId!: string;
  @ApiPropertyOptional() storeId?: string;
  @ApiProperty() reason!: string;
  @ApiProperty({ description: 'Version of the text the requester vouched by.' }) attestation!: string;
  @ApiPropertyOptional() alertId?: string;
  @ApiProperty({ type: Done }) requested!: Done;
  @ApiPropertyOptional({ type: CauseAnswer }) cause?: CauseAnswer;
  @ApiProperty({ type: [EvidenceAnswer] }) evidence!: EvidenceAnswer[];
  @ApiProperty({ enum: evidenceKinds, isArray: true, description: "The channel's list." }) checklist!: EvidenceKind[];
  @ApiProperty({ enum: evidenceKinds, isArray: true }) missingEvidence!: EvidenceKind[];
  @ApiPropertyOptional({ type: VerificationAnswer }) verification?: VerificationAnswer;
  @ApiProperty({ type: [FailedVerificationAnswer] }) failedVerifications!: FailedVerificationAnswer[];
  @ApiPropertyOptional({ type: ApprovalAnswer }) approval?: ApprovalAnswer;
  @ApiPropertyOptional({ type: CaseReasonedAnswer }) rejection?: CaseReasonedAnswer;
  @ApiPropertyOptional({ type: CaseReasonedAnswer }) withdrawal?: CaseReasonedAnswer;
  @ApiProperty({ type: [OrderAnswer] }) orders!: OrderAnswer[];
  @ApiProperty({ type: [ResetAnswer] }) resets!: ResetAnswer[];
  @ApiPropertyOptional({ type: ResetAnswer }) executed?: ResetAnswer;
  @ApiProperty({ type: [CheckAnswer] }) steps!: CheckAnswer[];
  @ApiPropertyOptional({ type: ClosingAnswer }) closing?: ClosingAnswer;
  @ApiPropertyOptional(instant) expiredAt?: string;
  @ApiPropertyOptional({ type: CaseReasonedAnswer, description: 'While it stands no document is destroyed.' })
  hold?: CaseReasonedAnswer;
  @ApiPropertyOptional() assignee?: string;
  @ApiPropertyOptional() ticket?: string;
  @ApiProperty({ type: [ContactAnswer] }) contacts!: ContactAnswer[];
  @ApiProperty({ type: [UseReportAnswer] }) useReports!: UseReportAnswer[];
  @ApiPropertyOptional({ type: NextAnswer, description: 'What is to be done now; absent once it is over.' })
  next?: NextAnswer;
  @ApiPropertyOptional({ ...instant, description: 'When it is over if nobody finishes it.' }) expiresAt?: string;
  @ApiProperty(integer) position!: number;
  @ApiProperty({ ...integer, description: '`expectedRevision` of a command that is decided upon this.' })
  revision!: number;
}

export class RecoveryCasePage {
  @ApiProperty({ type: [RecoveryCaseAnswer] }) items!: RecoveryCaseAnswer[];
  @ApiPropertyOptional() nextCursor?: string;
}
