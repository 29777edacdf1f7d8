/** What the command says to a person. */
export const texts = {
  needsRules: { en: 'Give --rules with a folder or a file.', zh: '请用 --rules 指定目录或文件。' },
  needsEvents: {
    en: 'Give --events with an NDJSON file, or - for standard input.',
    zh: '请用 --events 指定 NDJSON 文件，或用 - 表示标准输入。',
  },
  notFound: { en: 'There is no {path}.', zh: '找不到 {path}。' },
  noRuleFiles: { en: '{path} holds no .yml or .yaml file.', zh: '{path} 中没有 .yml 或 .yaml 文件。' },
  problem: { en: '{file}:{line}: {message}', zh: '{file}:{line}：{message}' },
  loaded: {
    en: '{rules} rules, {correlations} correlations and {filters} filters; {problems} documents refused.',
    zh: '{rules} 条规则，{correlations} 条关联规则，{filters} 个过滤器；拒绝 {problems} 个文档。',
  },
  brokenLine: { en: 'Line {line} left out: {why}', zh: '跳过第 {line} 行：{why}' },
  moreBrokenLines: { en: '{count} more lines left out.', zh: '另有 {count} 行被跳过。' },
  lineNotUtf8: { en: 'not valid UTF-8', zh: '不是有效的 UTF-8' },
  lineTooLong: { en: 'longer than {bytes} bytes', zh: '超过 {bytes} 字节' },
  lineNotJson: { en: 'not valid JSON', zh: '不是有效的 JSON' },
  lineNotObject: { en: 'not a JSON object', zh: '不是 JSON 对象' },
  done: {
    en: '{events} events, {broken} lines left out, {matches} matches.',
    zh: '共 {events} 个事件，跳过 {broken} 行，匹配 {matches} 次。',
  },
  untimed: {
    en: '{count} matching events have no readable time and took no part in correlations.',
    zh: '{count} 个匹配事件没有可识别的时间，未参与关联。',
  },
  incomplete: {
    en: '{count} matches lack a field that a correlation groups by or measures.',
    zh: '{count} 次匹配缺少关联所需的分组或度量字段。',
  },
  unordered: {
    en: '{count} events came after a later one and took no part in correlations; without --sorted they are sorted first.',
    zh: '{count} 个事件早于前面的事件，未参与关联；不加 --sorted 时会先排序。',
  },
  dropped: {
    en: 'Correlations are incomplete: {groups} groups and {events} events were dropped to stay within memory.',
    zh: '关联结果不完整：为限制内存，丢弃了 {groups} 个分组和 {events} 个事件。',
  },
  tooManyToSort: {
    en: 'Correlations were left out: more than {count} events to sort. Sort the file by time and use --sorted.',
    zh: '未计算关联：待排序事件超过 {count} 个。请先按时间排序文件并使用 --sorted。',
  },
  failed: { en: 'Failed: {reason}', zh: '失败：{reason}' },
} as const satisfies Record<string, { en: string; zh: string }>;
