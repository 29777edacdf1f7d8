import { may, type Permission, permissions, roles } from './permissions.js';

const names = Object.keys(permissions) as Permission[];
const changes = (name: string): boolean => !/\.(read|follow|use|export)$/.test(name);

it('lets an administrator do everything, and nobody without a role anything', () => {
  expect(names.filter((name) => !may(['administrator'], name))).toEqual([]);
  expect(names.filter((name) => may([], name))).toEqual([]);
});

it('lets an auditor change nothing', () => {
  expect(names.filter((name) => may(['auditor'], name) && changes(name))).toEqual([]);
  expect(may(['auditor'], 'alerts.read')).toBe(true);
});

it('lets a terminal send events and attend to itself, and nothing else', () => {
  expect(names.filter((name) => may(['terminal'], name))).toEqual(['events.send', 'terminals.attend']);
});

it('leaves accounts to administrators alone', () => {
  expect(roles.filter((role) => may([role], 'accounts.change'))).toEqual(['administrator']);
});

it('adds up what several roles may', () => {
  expect(may(['auditor', 'terminal-engineer'], 'terminals.control')).toBe(true);
  expect(may(['auditor', 'store-manager'], 'terminals.control')).toBe(false);
});
