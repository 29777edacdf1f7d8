import { storesEn } from './stores-en.js';
import type { Texts } from './zh-cn.js';

/** Texts about trying rules, backfills, why a rule was silent, and what it goes by, in English: part of `en`. */
export const rulesEn: Pick<Texts, 'tryRule' | 'backfill' | 'whyNot' | keyof typeof storesEn> = {
  tryRule: {
    title: 'Try a rule',
    explain:
      'Write a rule in Sigma, or choose a file, and see what it would have found in the past before it is in force. Nobody is told, nothing is stored.',
    text: 'Rule (Sigma, YAML)',
    file: 'Choose a file',
    example: 'Insert an example',
    placeholder: 'One rule, or a correlation with the rules it refers to',
    tooLong: 'That is more than {{count}} characters.',
    line: 'Line {{line}}',
    faulty: 'Own rules that do not run: {{count}}',
    origin: 'Origin',
    builtIn: 'Built in',
    own: 'Own',
  },
  backfill: {
    title: 'Judge the past again',
    hint: 'Raises alerts nobody was told of. They are marked late and as a backfill.',
    count: 'Count first',
    untold: 'Findings that nobody was told of: {{count}}',
    reason: 'Reason, for the log',
    raise: 'Raise {{count}} alerts',
    sure: 'Raise {{count}} alerts about the past?',
    consequence: 'Who did it and why is in the log for good. Where the rule is not live, nothing is raised.',
    done: 'Alerts raised: {{count}}',
    others: 'Known before: {{known}}, held because the rule is not live there: {{held}}',
  },
  whyNot: {
    title: 'Why did it not fire?',
    hint: 'What the rule saw of one of them between two times, and how near it was',
    about: { operator: 'Operator', terminal: 'Terminal', store: 'Store', actor: 'Person who acted' },
    ask: 'Explain',
    nearest: 'Nearest',
    nearestValue: '{{value}} of {{threshold}} within {{window}}',
    alerts: 'Alerts about it',
    pending: 'Data still missing',
    pendingUntil: 'complete until',
    held: 'What kept people from being told',
    heldStage: 'The rule is in this stage',
    heldUntil: 'Only since then the rule is',
    heldSilence: 'Silence by {{author}}: {{reason}}',
    fromHere: 'Why did a rule not alert?',
    rule: 'Rule',
    open: 'Look',
  },
  ...storesEn,
};
