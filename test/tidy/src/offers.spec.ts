import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../../apps/console/src/', import.meta.url));

/** What gives commands and stands in an `Offer` where it is used, or is everybody's own. */
const offeredElsewhere: Record<string, string> = {
  'leave.ts': 'everybody may sign out',
  'pages/setup.tsx': 'nobody is signed in',
  'widgets/password-form.tsx': 'nobody is signed in',
  'widgets/change-password.tsx': 'their own account',
  'widgets/factor-card.tsx': 'their own account',
  'widgets/add-evidence.tsx': 'recovery-next, recovery-more',
  'widgets/channel-dialog.tsx': 'notifications, channels-card',
  'widgets/code-dialog.tsx': 'keys-card',
  'widgets/link-dialog.tsx': 'account-actions',
  'widgets/new-account.tsx': 'accounts',
  'widgets/new-recovery.tsx': 'recoveries',
  'widgets/new-silence.tsx': 'silences',
  'widgets/revoke-dialog.tsx': 'keys-card',
  'widgets/use-run.ts': 'backtest-card: whoever reads a rule may try it; backfill-card, on the page of a rule',
  'widgets/use-command.ts': 'is used by those that are checked here',
};

const gives = /\b(useCommand|post|postFile|postCsv|postForFile|postOpen|command|runLines)(<[^(]*>)?\(/;

/** Files that give commands and offer nothing. */
function unoffered(files: Iterable<[name: string, text: string]>): string[] {
  const calls = (text: string) => gives.test(text.replace(/^(import|export) .*$/gm, ''));
  return [...files].filter(([, text]) => calls(text) && !text.includes('<Offer')).map(([name]) => name);
}

const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter(
    (name) =>
      /\.tsx?$/.test(name) && !name.endsWith('.spec.ts') && !['api.ts', 'command.ts', 'run-lines.ts'].includes(name),
  )
  .map((name): [string, string] => [name, readFileSync(folder + name, 'utf8')]);

it('gives no command anywhere but in an offer', () => {
  expect(unoffered(sources).filter((name) => !Object.hasOwn(offeredElsewhere, name))).toEqual([]);
});

it('excepts no file that is no exception', () => {
  const found = unoffered(sources);
  expect(Object.keys(offeredElsewhere).filter((name) => !found.includes(name))).toEqual([]);
});

it('would see one', () => {
  expect(unoffered([['widgets/new.tsx', 'const give = useCommand<Answer>(done);']])).toEqual(['widgets/new.tsx']);
});
