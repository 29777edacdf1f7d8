import { brokerRestarts } from './broker-restarts.ts';
import { cutReplies } from './cut-replies.ts';
import { kafkaCommits } from './kafka-commits.ts';
import { agents } from './kill-agents.ts';
import { rebalances } from './rebalances.ts';
import type { Scenario } from './scenario.ts';

/** Besides the kills of the product, which `npm run chaos` does unless it is told otherwise. */
export const scenarios: readonly Scenario[] = [cutReplies, agents, kafkaCommits, rebalances, brokerRestarts];
