import { fillIn, languageOf, type Language } from '@tillwatch/kernel';

/** What the commands say to a person. `{name}` is filled in by `say`. */
export const texts = {
  fleetPlan: {
    en: '{scenario}, seed {seed}: {terminals} terminals, {events} events, {from} to {to}.',
    zh: '场景 {scenario}，种子 {seed}：{terminals} 台终端，{events} 个事件，{from} 至 {to}。',
  },
  fleetSent: {
    en: 'Sent {events} events in {batches} batches: {stored} stored, {duplicates} duplicates, {conflicts} conflicts, {rejected} rejected, {retries} retries.',
    zh: '已发送 {events} 个事件（{batches} 批）：存储 {stored}，重复 {duplicates}，冲突 {conflicts}，拒绝 {rejected}，重试 {retries} 次。',
  },
  fleetExpects: { en: 'Expected alert: {rule} {key} × {count}', zh: '预期告警：{rule} {key} × {count}' },
  notStored: { en: 'Not stored as sent: {id} {status} {reason}', zh: '未按原样存储：{id} {status} {reason}' },
  retry: { en: '{terminal}: {reason}; again in {waitMs} ms.', zh: '{terminal}：{reason}；{waitMs} 毫秒后重试。' },
  importLines: {
    en: '{lines} lines: {mapped} mapped to {events} events, {ignored} ignored, {unmapped} not readable.',
    zh: '共 {lines} 行：{mapped} 行转换为 {events} 个事件，{ignored} 行忽略，{unmapped} 行无法识别。',
  },
  importRule: { en: '  {outcome} {lines} {rule}: {why}', zh: '  {outcome} {lines} {rule}：{why}' },
  importMapped: { en: 'mapped', zh: '转换' },
  importIgnored: { en: 'ignored', zh: '忽略' },
  importUnmapped: { en: 'Line {line}: {why}', zh: '第 {line} 行：{why}' },
  needsTarget: {
    en: 'Give --url with --token (or TILLWATCH_INGEST_TOKEN).',
    zh: '请提供 --url 与 --token（或 TILLWATCH_INGEST_TOKEN）。',
  },
  needsOption: {
    en: 'Give --{option} (or {variable}).',
    zh: '请提供 --{option}（或 {variable}）。',
  },
  needsCode: { en: 'Give the one-time code with --code.', zh: '请用 --code 提供一次性代码。' },
  needsCommand: {
    en: 'Give one of: enrol, run, record, status, rotate, judge.',
    zh: '请提供以下命令之一：enrol、run、record、status、rotate、judge。',
  },
  needsName: {
    en: 'Give the name of the event, such as TamperDetected.',
    zh: '请提供事件名称，例如 TamperDetected。',
  },
  needsProfile: {
    en: 'Give --profile: the name of a shipped one, or a file with the answer of GET /v1/policies/<profile>.',
    zh: '请提供 --profile：内置模板名称，或保存了 GET /v1/policies/<模板> 应答的文件。',
  },
  passwordFromInput: {
    en: 'The password comes by standard input, from a program: typed here it would be seen.',
    zh: '密码须由程序经标准输入传入：在此键入会被看见。',
  },
  notAPolicy: {
    en: 'The policy is strict or best-effort.',
    zh: '策略必须是 strict 或 best-effort。',
  },
  notData: { en: '--data must be a JSON object.', zh: '--data 必须是 JSON 对象。' },
  enrolled: { en: 'Registered the key {keyId}.', zh: '已注册密钥 {keyId}。' },
  running: { en: '{terminal} is ready; one JSON object a line.', zh: '{terminal} 已就绪；每行一个 JSON 对象。' },
  undelivered: {
    en: 'Recorded, not delivered yet: {waiting} events wait.',
    zh: '已记录，尚未送达：{waiting} 个事件等待发送。',
  },
  statusJournal: {
    en: '{terminal}: journal at {head}, delivered up to {delivered}, {waiting} events wait, {bytes} bytes.',
    zh: '{terminal}：日志位于 {head}，已送达至 {delivered}，{waiting} 个事件等待发送，{bytes} 字节。',
  },
  statusRefused: {
    en: 'Refused by the platform: {rejected} rejected, {conflicts} conflicts.',
    zh: '平台未接受：拒绝 {rejected}，冲突 {conflicts}。',
  },
  statusKey: { en: 'Key {keyId}.', zh: '密钥 {keyId}。' },
  statusNoKey: { en: 'No key: its journal is not sealed.', zh: '无密钥：日志未签封。' },
  statusFrozen: { en: 'Frozen: nobody may sign in.', zh: '已冻结：禁止登录。' },
  statusUsed: { en: 'In use by process {usedBy}.', zh: '正由进程 {usedBy} 使用。' },
  statusDamaged: { en: 'Part of the journal cannot be read.', zh: '日志的一部分无法读取。' },
  needsFile: { en: 'Give the file to import.', zh: '请提供要导入的文件。' },
  notANumber: {
    en: '--{option} must be a whole number of at least {least}.',
    zh: '--{option} 必须是不小于 {least} 的整数。',
  },
  notAnInstant: { en: '--{option} must be RFC 3339.', zh: '--{option} 必须符合 RFC 3339。' },
  notAZone: { en: '--zone must be UTC or an offset such as +08:00.', zh: '--zone 必须为 UTC 或形如 +08:00 的偏移。' },
  unknownFormat: {
    en: 'There is no format {format}; there are {formats}.',
    zh: '没有格式 {format}；可用：{formats}。',
  },
  unknownScenario: {
    en: 'There is no scenario {scenario}; there are {scenarios}.',
    zh: '没有场景 {scenario}；可用：{scenarios}。',
  },
  failed: { en: 'Failed: {reason}', zh: '失败：{reason}' },
} as const satisfies Record<string, { en: string; zh: string }>;

export { languageOf, type Language };

export function say(
  language: Language,
  name: keyof typeof texts,
  values?: Readonly<Record<string, string | number>>,
): string {
  return fillIn(texts[name][language], values);
}
