import { cutReplies } from './cut-replies.ts';
import { agents } from './kill-agents.ts';
import type { Scenario } from './scenario.ts';

/** Besides the kills of the product, which `npm run chaos` does unless it is told otherwise. */
export const scenarios: readonly Scenario[] = [cutReplies, agents];
