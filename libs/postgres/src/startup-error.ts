/** Why the database cannot be used, for the person who starts the system. `{name}` is filled in. */
export const startupProblems = {
  'platform-unsupported': {
    en: 'There is no embedded PostgreSQL for {platform}. Set TILLWATCH_DATABASE_URL to a PostgreSQL 15 or newer.',
    zh: '没有适用于 {platform} 的内置 PostgreSQL。请将 TILLWATCH_DATABASE_URL 设为 PostgreSQL 15 或更高版本。',
  },
  'binaries-unusable': {
    en: 'The embedded PostgreSQL does not run on this machine: {reason}',
    zh: '内置 PostgreSQL 无法在本机运行：{reason}',
  },
  'account-missing': {
    en: 'PostgreSQL refuses to run as root and there is no account "postgres" or "nobody" to run it as. Start as another user.',
    zh: 'PostgreSQL 拒绝以 root 运行，且没有可用的 postgres 或 nobody 账户。请以其他用户启动。',
  },
  'folder-unreachable': {
    en: 'PostgreSQL, which may not run as root, cannot enter {folder}. Allow it (chmod o+x) or choose another TILLWATCH_DATA.',
    zh: 'PostgreSQL 不能以 root 运行，因而无法进入 {folder}。请放开权限（chmod o+x）或更换 TILLWATCH_DATA。',
  },
  'folder-in-use': {
    en: 'Another Tillwatch already uses {folder}. Stop it first, or choose another TILLWATCH_DATA.',
    zh: '另一个 Tillwatch 正在使用 {folder}。请先停止它，或更换 TILLWATCH_DATA。',
  },
  'folder-of-another-user': {
    en: 'The database in {folder} belongs to user id {owner}. Start as that user, or as root.',
    zh: '{folder} 中的数据库属于用户 {owner}。请以该用户或 root 启动。',
  },
  'disk-full': {
    en: 'Only {freeMb} MB are free for {folder}; PostgreSQL needs at least {neededMb} MB to start safely.',
    zh: '{folder} 仅剩 {freeMb} MB 空间；PostgreSQL 至少需要 {neededMb} MB 才能安全启动。',
  },
  'initialization-failed': {
    en: 'The database could not be created in {folder}: {reason}',
    zh: '无法在 {folder} 中创建数据库：{reason}',
  },
  'version-mismatch': {
    en: 'The database in {folder} was made by PostgreSQL {found}, this is {expected}. Dump it with the old version first.',
    zh: '{folder} 中的数据库由 PostgreSQL {found} 创建，当前版本为 {expected}。请先用旧版本导出。',
  },
  'password-lost': {
    en: 'The database in {folder} exists but the password file beside it is gone. Restore {file}.',
    zh: '{folder} 中的数据库存在，但其密码文件已丢失。请恢复 {file}。',
  },
  'already-running': {
    en: 'Process {pid} holds the database in {folder} and does not answer as ours. If it is an old PostgreSQL, stop it; if it is something else, no PostgreSQL is running and {file} may be deleted.',
    zh: '进程 {pid} 占用 {folder} 中的数据库，且未作出应有的响应。若是旧的 PostgreSQL，请停止它；若是其他程序，则 PostgreSQL 并未运行，可删除 {file}。',
  },
  'old-processes': {
    en: 'Processes of an earlier PostgreSQL on {folder} have not ended. End them (their working directory is that folder) and start again.',
    zh: '{folder} 上旧的 PostgreSQL 进程尚未结束。请结束它们（其工作目录即该文件夹）后重新启动。',
  },
  'pid-file-empty': {
    en: '{file} is empty, as a crash of the machine can leave it. When no PostgreSQL uses {folder}, delete that file and start again.',
    zh: '{file} 为空，可能由机器崩溃造成。确认没有 PostgreSQL 使用 {folder} 后，删除该文件并重新启动。',
  },
  'start-failed': {
    en: 'PostgreSQL did not start: {reason} (more in {file})',
    zh: 'PostgreSQL 未能启动：{reason}（详见 {file}）',
  },
  'server-too-old': {
    en: 'The server is PostgreSQL {found}; at least {expected} is needed.',
    zh: '服务器为 PostgreSQL {found}，至少需要 {expected}。',
  },
  'encoding-not-utf8': {
    en: 'The database has the encoding {found}; it must be UTF8.',
    zh: '数据库编码为 {found}，必须为 UTF8。',
  },
  'schema-unknown': {
    en: 'The database has schema step {id}, which this version does not know: it was used by a newer version. Upgrade this one.',
    zh: '数据库含有本版本未知的结构步骤 {id}：它曾被更新的版本使用。请升级本程序。',
  },
  'schema-step-edited': {
    en: 'Schema step {id} differs from the one that was applied to this database.',
    zh: '结构步骤 {id} 与已应用到该数据库的内容不一致。',
  },
  'owner-password-missing': {
    en: 'TILLWATCH_DATABASE_URL must hold the password of the owner: the password of the application role is derived from it.',
    zh: 'TILLWATCH_DATABASE_URL 必须包含所有者密码：应用角色的密码由它派生。',
  },
  'role-not-allowed': {
    en: 'The owner {owner} may not prepare the role {role} ({reason}). An administrator must run: ALTER ROLE {owner} CREATEROLE, and where {role} exists: GRANT {role} TO {owner} WITH ADMIN OPTION.',
    zh: '所有者 {owner} 无权准备角色 {role}（{reason}）。请管理员执行：ALTER ROLE {owner} CREATEROLE；若 {role} 已存在：GRANT {role} TO {owner} WITH ADMIN OPTION。',
  },
  'role-too-powerful': {
    en: 'The role {role} is a superuser or bypasses row security, so the database could refuse it nothing. Run: ALTER ROLE {role} NOSUPERUSER NOBYPASSRLS.',
    zh: '角色 {role} 是超级用户或可绕过行级安全，数据库无法对其加以限制。请执行：ALTER ROLE {role} NOSUPERUSER NOBYPASSRLS。',
  },
} as const satisfies Record<string, { en: string; zh: string }>;

export type StartupProblem = keyof typeof startupProblems;

/** The system cannot start, and a person must act: `message` in English, `zh` in Chinese. */
export class StartupError extends Error {
  readonly code: StartupProblem;
  readonly zh: string;

  constructor(code: StartupProblem, details: Record<string, string | number> = {}) {
    const fill = (text: string) => text.replace(/\{(\w+)\}/g, (hole, name: string) => String(details[name] ?? hole));
    super(fill(startupProblems[code].en));
    this.name = 'StartupError';
    this.code = code;
    this.zh = fill(startupProblems[code].zh);
  }
}
