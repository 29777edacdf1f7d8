import { terminalEvents } from '@tillwatch/events';
import type { Grouping } from '../../rule.js';
import type { FieldNames } from '../read/expression.js';
import type { SigmaMapping } from '../read/read-mapping.js';

/** What a rule may count by, under the name that Sigma rules have for it. */
export const groupings: ReadonlyMap<string, Grouping> = new Map([
  ['operatorId', 'operator'],
  ['terminalId', 'terminal'],
  ['storeId', 'store'],
  ['actor', 'actor'],
]);

/** For messages. */
export const groupingNames = [...groupings.keys()].join(', ');

/** Types of events that `category` stands for; those of no other category are of `terminal`. */
const categories: Readonly<Record<string, readonly string[]>> = {
  authentication: [
    'LoginSucceeded',
    'LoginFailed',
    'LoggedOut',
    'OperatorLocked',
    'OperatorUnlocked',
    'FactorPrompted',
  ],
  account: [
    ...['PasswordChanged', 'PasswordReset', 'FactorEnrolled', 'FactorRemoved', 'FactorBypassed'],
    ...['OperatorAdded', 'OperatorDisabled', 'RoleChanged'],
  ],
};

/** Most of what terminals send, and nothing that a rule's history is kept of. */
const unseen = ['Heartbeat'];

/** Names of the events that Sigma rules can see. */
export const seenTypes: readonly string[] = [
  ...terminalEvents.map(({ name }) => name).filter((name) => !unseen.includes(name)),
  ...['ConflictingEventReceived', 'GapDeclaredLost'],
];

/** Event type, in the events as rules see them. */
export const typeNames: FieldNames = ['name'];

const placed = Object.values(categories).flat();
const allCategories = { ...categories, terminal: seenTypes.filter((name) => !placed.includes(name)) };

/** The logsources that live rules may have. */
export const product = 'tillwatch';
export const categoryNames: readonly string[] = Object.keys(allCategories);

/** Members of an observation that rules may name; everything else is looked for in the data of the event. */
const members = ['operatorId', 'terminalId', 'storeId', 'marks'];

export const liveMapping: SigmaMapping = {
  taxonomies: ['sigma', product],
  unmapped: 'apply',
  fields: new Map([
    ['type', typeNames],
    ['time', ['at']],
    ...members.map((name): [string, FieldNames] => [name, [name]]),
  ]),
  elsewhere: (field) => [field.startsWith('data.') ? field : `data.${field}`],
  logsources: Object.entries(allCategories).map(([category, types]) => ({
    logsource: { product, category },
    fields: new Map(),
    condition: {
      kind: 'field',
      names: typeNames,
      values: types.map((type) => ({ type: 'text', pattern: [type], cased: true })),
      every: false,
    },
  })),
};
