import { rightTo } from './rights.js';

const right = (command: string, allowed = true) => ({ command, permission: 'alerts.handle' as const, allowed });
const rights = [
  right('POST /v1/things/:id'),
  right('POST /v1/things/all', false),
  right('POST /v1/things/:id/parts/:part'),
  right('PUT /v1/things/:id'),
];

it.each([
  ['POST', '/v1/things/a%2Fb', 'POST /v1/things/:id'],
  ['POST', '/v1/things/all', 'POST /v1/things/all'],
  ['POST', '/v1/things/7/parts/8?dryRun=true', 'POST /v1/things/:id/parts/:part'],
  ['PUT', '/v1/things/7', 'PUT /v1/things/:id'],
  ['DELETE', '/v1/things/7', undefined],
  ['POST', '/v1/things/', undefined],
  ['POST', '/v1/things/7/parts', undefined],
] as const)('knows %s %s as %s', (method, path, command) => {
  expect(rightTo(rights, method, path)?.command).toBe(command);
});
