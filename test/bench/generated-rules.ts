import { type Rule, rules as ours, rulesFromSigma } from '@tillwatch/detection';

/** A rule as shops write them: an event type, and something in the event that few events have. */
const selections: readonly ((n: number) => string)[] = [
  (n) => `{ type: LoginFailed, operatorId: op-load-1-${1 + (n % 400)}-2, reason: operator-disabled }`,
  (n) => `{ type: [LoginSucceeded, LoginFailed], networkId: guest-${n} }`,
  (n) => `{ type: LoginSucceeded, 'sessionId|contains': 'load-9-${n}' }`,
  (n) => `{ type: LoggedOut, terminalId: load-1-${n}, reason: power-loss }`,
  (n) => `{ 'type|startswith': Login, 'operatorId|startswith': vendor-${n} }`,
  (n) => `{ type: NetworkChanged, network: wifi-private, 'networkId|endswith': '-${n}' }`,
  (n) => `{ type: LoginSucceeded, 'operatorId|re': '^(svc|bot)-${n}[0-9]+$', network: cellular }`,
  (n) => `{ type: PasswordReset, channel: vendor, 'actor|contains': 'temp${n}' }`,
];

/** As many Sigma rules, each its own; every fifth counts, by operator. */
export function generatedRules(count: number): Rule[] {
  const documents = Array.from({ length: count }, (_, n) => {
    const selection = `logsource: { product: tillwatch }\ndetection: { s: ${selections[n % selections.length]!(n)}, condition: s }\n`;
    if (n % 5 > 0) return `title: G${n}\nid: g-${n}\n${selection}`;
    return [
      `title: B${n}\nname: b-${n}\n${selection}`,
      `title: G${n}\nid: g-${n}\ncorrelation: { type: event_count, rules: [b-${n}], group-by: [operatorId], timespan: 10m, condition: { gte: 3 } }\n`,
    ].join('---\n');
  });
  const perFile = 400;
  const files = Array.from({ length: Math.ceil(count / perFile) }, (_, i) => ({
    name: `generated-${i}.yml`,
    text: documents.slice(i * perFile, (i + 1) * perFile).join('---\n'),
  }));
  const { rules, problems } = rulesFromSigma(files);
  if (problems[0]) throw new Error(`${problems[0].file}:${problems[0].line}: ${problems[0].message.en}`);
  if (rules.length !== count) throw new Error(`${rules.length} rules instead of ${count}`);
  return rules;
}

/** Ours, filled up with generated ones to what a shop may have. */
export function thirtyRules(): Rule[] {
  return [...ours, ...generatedRules(Math.max(0, 30 - ours.length))];
}
