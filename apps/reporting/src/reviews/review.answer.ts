import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type {
  AccessDecision,
  AccessReviewDetail,
  AccessReviewList,
  AccessReviewView,
  DailyCheck,
  DailyContent,
  DailyException,
  DailyReviewDetail,
  DailyReviewView,
  ReviewedAccountView,
  ReviewedConsoleAccountView,
  ReviewEffect,
} from '@tillwatch/api';
import { DoneByAnswer } from '../done-by.answer.js';

const instant = { type: String, format: 'date-time' } as const;
const integer = { type: 'integer' } as const;
const counts = { type: 'object', additionalProperties: { type: 'integer' } } as const;
const decisions: AccessDecision[] = ['keep', 'change', 'remove'];

class SignedOffAnswer extends DoneByAnswer {
  @ApiProperty() note!: string;
  @ApiProperty({ description: 'They had handled its alerts, and were the only person there was.' })
  singlePerson!: boolean;
}

export class DailyReviewAnswer implements DailyReviewView {
  @ApiProperty({ format: 'date' }) id!: string;
  @ApiProperty({ format: 'date' }) date!: string;
  @ApiProperty({ description: 'Where the day has its midnights.' }) zone!: string;
  @ApiProperty({ ...integer, description: 'The log was looked at up to here.' }) position!: number;
  @ApiProperty({ description: 'SHA-256 of the canonical JSON of the content.' }) digest!: string;
  @ApiProperty() compiled!: DoneByAnswer;
  @ApiPropertyOptional() signedOff?: SignedOffAnswer;
  @ApiProperty(integer) alerts!: number;
  @ApiProperty(integer) exceptions!: number;
}

class AlertCountsAnswer {
  @ApiProperty(integer) total!: number;
  @ApiProperty(counts) bySeverity!: Record<string, number>;
  @ApiProperty(counts) byStatus!: Record<string, number>;
}

class ExceptionAnswer implements DailyException {
  @ApiProperty({ type: String }) check!: DailyCheck;
  @ApiProperty() subject!: string;
  @ApiPropertyOptional() detail?: string;
}

class ContentAnswer implements DailyContent {
  @ApiProperty() alerts!: AlertCountsAnswer;
  @ApiProperty({ type: [String], description: 'Who did anything about its alerts.' }) handlers!: string[];
  @ApiProperty({ ...counts, description: 'Exceptions of each check, also those not listed.' })
  checks!: Record<DailyCheck, number>;
  @ApiProperty({ type: [ExceptionAnswer], description: 'At most 50 of each check.' }) exceptions!: ExceptionAnswer[];
}

export class DailyReviewDetailAnswer extends DailyReviewAnswer implements DailyReviewDetail {
  @ApiProperty() content!: ContentAnswer;
}

export class DailyReviewPage {
  @ApiProperty({ type: [DailyReviewAnswer] }) items!: DailyReviewAnswer[];
  @ApiPropertyOptional() nextCursor?: string;
}

class DecisionCountsAnswer {
  @ApiProperty(integer) keep!: number;
  @ApiProperty(integer) change!: number;
  @ApiProperty(integer) remove!: number;
}

class ClosedReviewAnswer extends DoneByAnswer {
  @ApiPropertyOptional() note?: string;
}

export class AccessReviewAnswer implements AccessReviewView {
  @ApiProperty() id!: string;
  @ApiProperty() opened!: DoneByAnswer;
  @ApiProperty(instant) dueAt!: string;
  @ApiPropertyOptional() storeId?: string;
  @ApiProperty({ enum: ['open', 'decided', 'closed'] }) status!: AccessReviewView['status'];
  @ApiProperty() overdue!: boolean;
  @ApiProperty(integer) accounts!: number;
  @ApiProperty(integer) undecided!: number;
  @ApiProperty() decisions!: DecisionCountsAnswer;
  @ApiPropertyOptional() closed?: ClosedReviewAnswer;
}

class DecidedAnswer extends DoneByAnswer {
  @ApiProperty({ enum: decisions }) decision!: AccessDecision;
  @ApiProperty() reason!: string;
}

const effect = {
  enum: ['disabled', 'to-do'],
  description: 'What became of it when the review was closed: done by it, or for somebody to do.',
};

class ReviewedAccountAnswer implements ReviewedAccountView {
  @ApiProperty({ description: 'Operator id.' }) id!: string;
  @ApiProperty() status!: string;
  @ApiPropertyOptional() role?: string;
  @ApiPropertyOptional() storeId?: string;
  @ApiPropertyOptional({ description: 'PCI DSS scope class.' }) scopeClass?: string;
  @ApiPropertyOptional(instant) lastSeen?: string;
  @ApiPropertyOptional() decided?: DecidedAnswer;
  @ApiPropertyOptional(effect) effect?: ReviewEffect;
}

class ReviewedConsoleAccountAnswer implements ReviewedConsoleAccountView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() username!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ enum: ['person', 'machine'] }) kind!: string;
  @ApiProperty({ type: [String] }) roles!: string[];
  @ApiProperty() status!: string;
  @ApiPropertyOptional({ type: [String] }) stores?: string[];
  @ApiPropertyOptional(instant) until?: string;
  @ApiPropertyOptional({ ...instant, description: 'The last sign-in, or use of a token; absent: never.' })
  lastUsed?: string;
  @ApiProperty({ description: 'Not used for 90 days.' }) dormant!: boolean;
  @ApiPropertyOptional() decided?: DecidedAnswer;
  @ApiPropertyOptional(effect) effect?: ReviewEffect;
}

export class AccessReviewDetailAnswer extends AccessReviewAnswer implements AccessReviewDetail {
  @ApiProperty({ type: [ReviewedAccountAnswer] }) items!: ReviewedAccountAnswer[];
  @ApiProperty({ type: [ReviewedConsoleAccountAnswer], description: "The platform's own accounts." })
  consoleItems!: ReviewedConsoleAccountAnswer[];
}

export class AccessReviewListAnswer implements AccessReviewList {
  @ApiProperty({ type: [AccessReviewAnswer] }) items!: AccessReviewAnswer[];
  @ApiPropertyOptional({ ...instant, description: 'Half a year after the last one began.' }) nextDue?: string;
  @ApiProperty({ description: 'That has passed, or there never was one.' }) overdue!: boolean;
}
