import type { Provider } from '@nestjs/common';
import type { AccountsContext } from '@tillwatch/accounts';
import type { Database } from '@tillwatch/postgres';
import type { DecisionDependencies } from '../alerts/decisions.js';
import { ChangeAccessReviewHandler, OpenAccessReviewHandler } from './change-access-review.js';
import { ChangeControlFailureHandler } from './change-control-failure.js';
import { CompileDailyReviewHandler } from './compile-daily-review.js';
import { ChangeFourEyesHandler } from './four-eyes.js';
import { SignOffDailyReviewHandler } from './sign-off-daily-review.js';

export function reviewHandlers(of: DecisionDependencies, database: Database, people: AccountsContext): Provider[] {
  return [
    { provide: ChangeControlFailureHandler, useFactory: () => new ChangeControlFailureHandler(of) },
    { provide: CompileDailyReviewHandler, useFactory: () => new CompileDailyReviewHandler(of, database) },
    { provide: SignOffDailyReviewHandler, useFactory: () => new SignOffDailyReviewHandler(of) },
    { provide: ChangeFourEyesHandler, useFactory: () => new ChangeFourEyesHandler(of) },
    { provide: OpenAccessReviewHandler, useFactory: () => new OpenAccessReviewHandler(of, database, people) },
    { provide: ChangeAccessReviewHandler, useFactory: () => new ChangeAccessReviewHandler(of, people) },
  ];
}
