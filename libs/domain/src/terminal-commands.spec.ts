import { issueCommand, issuedCommand } from './terminal-commands.js';

const wanted = {
  terminalId: 't-1',
  commandId: '5f0c1e6a-30f7-4c11-a5d2-7f1f0f2f9d10',
  reason: 'The device is missing',
  actor: 'admin',
};

it.each([
  ['freeze', undefined, true],
  ['freeze', 'o-1', false],
  ['unfreeze', 'o-1', false],
  ['end-sessions', undefined, true],
  ['end-sessions', 'o-1', true],
  ['demand-password-change', 'o-1', true],
  ['demand-password-change', undefined, false],
] as const)('takes %s about %s: %s', (command, operatorId, isTaken) => {
  const result = issueCommand({ ...wanted, command, ...(operatorId !== undefined && { operatorId }) });
  expect(result.ok).toBe(isTaken);
  if (!result.ok) expect(result.error).toMatchObject({ code: 'parameter-invalid', path: '/operatorId' });
});

it('is numbered from 1 by its place in the stream', () => {
  const data = { ...wanted, command: 'end-sessions' as const, operatorId: 'o-1' };
  expect(issuedCommand(0, data, '2026-03-02T01:00:00.000Z')).toEqual({
    number: 1,
    commandId: wanted.commandId,
    command: 'end-sessions',
    operatorId: 'o-1',
    reason: wanted.reason,
    issuedAt: '2026-03-02T01:00:00.000Z',
  });
});
