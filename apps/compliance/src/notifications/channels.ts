import type { ChannelKind, NotificationChannelView, NotificationLanguage, Severity } from '@tillwatch/api';
import { CodedError, problem, seal, unseal } from '@tillwatch/kernel';
import { driverOf, type Target } from '@tillwatch/notify';
import { isUniqueViolation, type Queryable } from '@tillwatch/postgres';
import { severities } from './alert-told.js';

/** One hand's worth of every kind for every region; each costs a row per alert. */
export const channelsMax = 50;

/** As much as an event can hold of it, in code points. */
const destinationMax = 2_000;

/** What a person decides about a channel, its target apart. */
export interface ChannelChoice {
  name: string;
  kind: ChannelKind;
  enabled: boolean;
  minimumSeverity: Severity;
  language: NotificationLanguage;
  rules?: string[];
  stores?: string[];
}

export interface Channel extends ChannelChoice {
  id: string;
  disabledBecause?: NotificationChannelView['disabledBecause'];
  /** Of the target: what is shown, and what is not. */
  settings: Record<string, unknown>;
  sealed?: string;
  secrets: string[];
  destination: string;
  /** RFC 3339 UTC. */
  createdAt: string;
  removed: boolean;
  lastDeliveredAt?: string;
  failingSince?: string;
  failures: number;
}

interface Row {
  id: string;
  name: string;
  kind: ChannelKind;
  enabled: boolean;
  disabled_because: Channel['disabledBecause'] | null;
  minimum_severity: number;
  language: NotificationLanguage;
  rules: string[] | null;
  stores: string[] | null;
  settings: Record<string, unknown>;
  sealed: string | null;
  secrets: string[];
  destination: string;
  created_at: Date;
  removed_at: Date | null;
  last_delivered_at: Date | null;
  failing_since: Date | null;
  failures: number;
}

/** Those that are not removed, oldest first. `lock`: none of them changes before this transaction ends. */
export async function listChannels(db: Queryable, lock = false): Promise<Channel[]> {
  const text = 'SELECT * FROM tillwatch.notification_channels WHERE removed_at IS NULL ORDER BY created_at, id';
  return (await db.query<Row>(lock ? `${text} FOR SHARE` : text)).map(channelOf);
}

/** Removed ones too: a delivery of one still has to say what it was. `lock`: nobody changes it before this transaction ends. */
export async function getChannel(db: Queryable, id: string, lock = false): Promise<Channel | undefined> {
  const text = `SELECT * FROM tillwatch.notification_channels WHERE id = $1 ${lock ? 'FOR NO KEY UPDATE' : ''}`;
  const [row] = await db.query<Row>(text, [id]);
  return row && channelOf(row);
}

/** Throws `name-taken`. */
export async function insertChannel(tx: Queryable, channel: Channel): Promise<void> {
  await orNameTaken(
    tx.query(
      `INSERT INTO tillwatch.notification_channels
         (enabled, name, minimum_severity, language, rules, stores, settings, sealed, secrets, destination, kind, created_at, id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [...changeable(channel), channel.kind, channel.createdAt, channel.id],
    ),
  );
}

/** A person saw to it: it is not failing until it fails again. Throws `name-taken`. */
export async function updateChannel(tx: Queryable, channel: Channel): Promise<void> {
  await orNameTaken(
    tx.query(
      `UPDATE tillwatch.notification_channels
       SET enabled = $1, name = $2, minimum_severity = $3, language = $4, rules = $5, stores = $6, settings = $7,
           sealed = $8, secrets = $9, destination = $10, disabled_because = $11, failing_since = NULL, failures = 0
       WHERE id = $12`,
      [...changeable(channel), channel.disabledBecause, channel.id],
    ),
  );
}

/** Its row stays, for its deliveries; its secrets do not. */
export async function removeChannel(tx: Queryable, id: string, at: string): Promise<void> {
  await tx.query(
    'UPDATE tillwatch.notification_channels SET removed_at = $2, enabled = false, sealed = NULL WHERE id = $1',
    [id, at],
  );
}

function changeable(channel: Channel): unknown[] {
  const { enabled, name, minimumSeverity, language, rules, stores, settings, sealed, secrets, destination } = channel;
  const target = [JSON.stringify(settings), sealed, secrets, destination];
  return [enabled, name, severities.indexOf(minimumSeverity), language, rules, stores, ...target];
}

async function orNameTaken(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (isUniqueViolation(error, 'notification_channels_by_name')) throw new CodedError(problem('name-taken', '/name'));
    throw error;
  }
}

/** The parts of a channel that follow from its target: what is shown of it, what is sealed, and where it goes. */
export function sealTarget(
  key: string,
  { id, kind }: Pick<Channel, 'id' | 'kind'>,
  target: Target,
): Pick<Channel, 'settings' | 'sealed' | 'secrets' | 'destination'> {
  const driver = driverOf(kind);
  const members = Object.entries(target).filter(([, value]) => value !== undefined);
  const isSecret = ([name]: [string, unknown]): boolean => (driver.secrets as readonly string[]).includes(name);
  const hidden = members.filter(isSecret);
  return {
    settings: Object.fromEntries(members.filter((member) => !isSecret(member))),
    secrets: hidden.map(([name]) => name),
    destination: Array.from(driver.destination(target)).slice(0, destinationMax).join(''),
    ...(hidden.length > 0 && { sealed: seal(key, id, JSON.stringify(Object.fromEntries(hidden))) }),
  };
}

/** `undefined` when its secrets cannot be opened: they were sealed under another secret of the service. */
export function openTarget(key: string, { id, settings, sealed }: Channel): Target | undefined {
  if (sealed === undefined) return settings as unknown as Target;
  const opened = unseal(key, id, sealed);
  return opened === undefined ? undefined : ({ ...settings, ...(JSON.parse(opened) as object) } as unknown as Target);
}

function channelOf(row: Row): Channel {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    enabled: row.enabled,
    ...(row.disabled_because && { disabledBecause: row.disabled_because }),
    minimumSeverity: severities[row.minimum_severity]!,
    language: row.language,
    ...(row.rules && { rules: row.rules }),
    ...(row.stores && { stores: row.stores }),
    settings: row.settings,
    ...(row.sealed !== null && { sealed: row.sealed }),
    secrets: row.secrets,
    destination: row.destination,
    createdAt: row.created_at.toISOString(),
    removed: row.removed_at !== null,
    ...(row.last_delivered_at && { lastDeliveredAt: row.last_delivered_at.toISOString() }),
    ...(row.failing_since && { failingSince: row.failing_since.toISOString() }),
    failures: row.failures,
  };
}
