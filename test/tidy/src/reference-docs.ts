import { may, type Permission, permissions, roles, sensitiveFields } from '@tillwatch/api';
import { describeRules } from '@tillwatch/detection';
import { describeCatalogue } from '@tillwatch/events';
import { errorCodes, settingNames } from '@tillwatch/kernel';
import { describeDeadlines } from '@tillwatch/read-models';

/** Documents that are written from the code, by path: `npm run docs` writes them, a test compares them. */
export function referenceDocs(): Record<string, string> {
  return {
    'docs/errors.md': errorsPage(),
    'docs/settings.md': settingsPage(),
    'docs/event-types.md': describeCatalogue(),
    'docs/permissions.md': permissionsPage(),
    'docs/rules.md': describeRules() + describeDeadlines(),
  };
}

function errorsPage(): string {
  const rows = Object.entries(errorCodes).map(
    ([code, { status, en, zh }]) => `| \`${code}\` | ${status} | ${en} | ${zh} |`,
  );
  return [
    '# Errors / 错误',
    '',
    'Every error answer is `{"error":{"code","message","path"?}}`; `path` is a JSON pointer to the member or parameter at',
    'fault. The list is closed. 429 and 503 carry `Retry-After` in seconds.',
    '',
    '| code | status | meaning | 含义 |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function permissionsPage(): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const names = Object.keys(permissions) as Permission[];
  const rows = names.map((name) => row([`\`${name}\``, ...roles.map((role) => (may([role], name) ? '●' : ''))]));
  return [
    '# Permissions / 权限',
    '',
    'Every route names one of these; a route that names none is refused to everybody. `terminal` is the role of machines that',
    'send a till’s events. Somebody with roles in some stores or of some merchants may use routes that keep to a store, and sees nothing else.',
    '',
    row(['permission', ...roles]),
    row(['---', ...roles.map(() => ':-:')]),
    ...rows,
    '',
    '## Sensitive fields / 敏感字段',
    '',
    'Without `personal-data.read` they are masked, in every answer, stream and file: `王**`, `138****1234`, `w***@shop.example`, `***20`. With',
    '`personal-data.reveal` one is shown at a time, for a reason that is kept ([how](accounts.md)). 无此权限者只能看到脱敏内容；查看明文须说明原因并留痕。',
    '',
    '| what | 内容 | fields | of |',
    '|---|---|---|---|',
    ...sensitiveFields.map(({ because, fields, of }) =>
      row([because.en, because.zh, codes(Object.keys(fields)), codes(of)]),
    ),
    '',
  ].join('\n');
}

function codes(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

function settingsPage(): string {
  const rows = Object.entries(settingNames).map(([name, about]) => `| \`${name}\` | ${about} |`);
  return [
    '# Settings / 设置',
    '',
    'Environment variables, read once at the start. A value that does not have the required form stops the start and is named.',
    '',
    '| variable | meaning |',
    '|---|---|',
    ...rows,
    '',
  ].join('\n');
}
