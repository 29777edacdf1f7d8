import type { Text } from '../rule.js';

/** Everything that can be wrong with a Sigma document: a closed list. `{}` is the piece of the document at fault. */
export const sigmaProblemTexts = {
  'not-utf8': { en: 'The file is not valid UTF-8.', zh: '文件不是有效的 UTF-8。' },
  'file-too-large': { en: 'The file is larger than {} bytes.', zh: '文件超过 {} 字节。' },
  'file-empty': { en: 'The file holds no document.', zh: '文件中没有文档。' },
  'yaml-syntax': { en: 'Not valid YAML: {}', zh: '不是有效的 YAML：{}' },
  'yaml-alias': { en: 'Anchors and aliases are not allowed: {}', zh: '不允许使用锚点和别名：{}' },
  'yaml-tag': { en: 'Tags are not allowed: {}', zh: '不允许使用标签：{}' },
  'yaml-directive': { en: 'Only the directive %YAML 1.2 is allowed, not {}', zh: '只允许指令 %YAML 1.2，而不是 {}' },
  'yaml-merge-key': { en: 'Merge keys (<<) are not allowed.', zh: '不允许使用合并键（<<）。' },
  'yaml-duplicate-key': { en: 'The key "{}" appears twice in one map.', zh: '同一映射中键“{}”重复出现。' },
  'yaml-key': { en: 'A key must be a plain text.', zh: '键必须是普通文本。' },
  'yaml-too-deep': { en: 'Nested deeper than {} levels.', zh: '嵌套超过 {} 层。' },
  'yaml-too-large': { en: 'More than {}.', zh: '超过上限：{}。' },
  'number-inexact': { en: 'The number {} cannot be held exactly; quote it.', zh: '数字 {} 无法精确表示，请加引号。' },

  'not-a-map': { en: '{} must be a map.', zh: '{} 必须是映射。' },
  'not-a-text': { en: '{} must be a text.', zh: '{} 必须是文本。' },
  'not-a-list': { en: '{} must be a text or a list of texts, each once.', zh: '{} 必须是文本或不重复的文本列表。' },
  'key-missing': { en: 'The key {} is missing.', zh: '缺少键 {}。' },
  'key-unknown': { en: 'The key "{}" is not known here.', zh: '此处不认识键“{}”。' },
  'kind-unknown': {
    en: 'A document needs exactly one of detection, correlation and filter.',
    zh: '文档必须且只能包含 detection、correlation、filter 之一。',
  },
  'legacy-collection': {
    en: 'Rule collections with action: {} ended with Sigma 1; write whole rules.',
    zh: '带 action: {} 的规则集合已随 Sigma 1 废止，请写完整规则。',
  },
  'legacy-aggregation': {
    en: 'Aggregations in conditions ({}) ended with Sigma 1; write a correlation rule.',
    zh: '条件中的聚合（{}）已随 Sigma 1 废止，请使用关联规则。',
  },
  'status-unsupported': {
    en: 'The rule says of itself that it cannot be used (status: unsupported).',
    zh: '规则自称不可使用（status: unsupported）。',
  },
  'value-not-listed': { en: '"{}" is not one of the values allowed here.', zh: '“{}”不在允许的取值之内。' },
  'logsource-empty': {
    en: 'The logsource needs a category, a product or a service.',
    zh: 'logsource 至少需要 category、product、service 之一。',
  },
  'taxonomy-unknown': {
    en: 'Nothing maps the taxonomy "{}"; name it under taxonomies in the mapping file.',
    zh: '分类法“{}”没有映射，请在映射文件的 taxonomies 中列出。',
  },
  'logsource-unmapped': {
    en: 'The mapping file has no entry for the logsource {}.',
    zh: '映射文件没有 logsource {} 的条目。',
  },

  'identifier-name': { en: '"{}" cannot name a search identifier.', zh: '“{}”不能用作搜索标识符。' },
  'identifiers-missing': { en: 'There is no search identifier.', zh: '没有任何搜索标识符。' },
  'search-empty': { en: '{} is empty.', zh: '{} 为空。' },
  'field-name': { en: 'The field name "{}" is empty or too long.', zh: '字段名“{}”为空或过长。' },
  'value-form': { en: 'A value must be a text, number, boolean or null.', zh: '取值必须是文本、数字、布尔或 null。' },
  'null-in-list': { en: 'null cannot be part of a list of values.', zh: 'null 不能出现在取值列表中。' },
  'keyword-empty': { en: 'An empty keyword would match every event.', zh: '空关键字会匹配所有事件。' },
  'value-too-long': { en: 'The value is longer than {} characters.', zh: '取值超过 {} 个字符。' },
  'modifier-unknown': { en: 'There is no modifier "{}".', zh: '没有修饰符“{}”。' },
  'modifier-order': {
    en: 'The modifier "{}" cannot be applied here: not to this type of value, or not after these modifiers.',
    zh: '修饰符“{}”不能用在此处：取值类型不符，或不能跟在前面的修饰符之后。',
  },
  'modifier-repeated': { en: 'The modifier "{}" is given twice.', zh: '修饰符“{}”重复。' },
  'modifier-keyword': {
    en: 'The modifier "{}" needs a field; keywords have none.',
    zh: '修饰符“{}”需要字段，关键字没有字段。',
  },
  'all-single': {
    en: 'The modifier "all" needs a list of at least two values.',
    zh: '修饰符“all”需要至少两个取值的列表。',
  },
  'wildcard-encoded': { en: 'A value with wildcards cannot be encoded: {}', zh: '含通配符的取值不能编码：{}' },
  'encoding-not-text': {
    en: 'UTF-16 of this value is no text; encode it with base64 or base64offset.',
    zh: '该取值的 UTF-16 编码不是文本，请再用 base64 或 base64offset 编码。',
  },
  'too-many-variants': { en: 'The value stands for more than {} variants.', zh: '取值展开后超过 {} 个变体。' },
  'placeholder-missing': { en: 'Nothing defines the placeholder %{}%.', zh: '占位符 %{}% 没有定义。' },
  'placeholder-none': { en: 'The value has no placeholder to expand.', zh: '取值中没有可展开的占位符。' },
  'exists-value': { en: 'The modifier "exists" needs true or false.', zh: '修饰符“exists”需要 true 或 false。' },
  'time-part-range': { en: '{} is outside the range of this part of a time.', zh: '{} 超出该时间部分的范围。' },
  'cidr-invalid': { en: '"{}" is no IPv4 or IPv6 network.', zh: '“{}”不是 IPv4 或 IPv6 网段。' },
  'regex-invalid': {
    en: 'The regular expression is not one we run (RE2 syntax, linear time): {}',
    zh: '不支持该正则表达式（RE2 语法，线性时间）：{}',
  },
  'regex-too-large': { en: 'The regular expression is too large.', zh: '正则表达式过大。' },

  'condition-syntax': { en: 'The condition cannot be read at "{}".', zh: '条件在“{}”处无法解析。' },
  'condition-unknown': { en: 'The condition names "{}", which is not defined.', zh: '条件引用了未定义的“{}”。' },
  'condition-matches-none': { en: 'No search identifier fits "{}".', zh: '没有搜索标识符符合“{}”。' },
  'condition-quantifier': {
    en: 'Only "1 of" and "all of" exist, not "{} of".',
    zh: '只有“1 of”和“all of”，没有“{} of”。',
  },
  'condition-too-large': { en: 'The condition is too large.', zh: '条件过大。' },

  'reference-missing': {
    en: 'There is no rule "{}", or it was refused.',
    zh: '没有规则“{}”，或该规则已被拒绝。',
  },
  'reference-not-detection': {
    en: 'A filter applies to detection rules; "{}" is a correlation.',
    zh: '过滤器只用于检测规则，“{}”是关联规则。',
  },
  'name-taken': { en: 'Another rule has the id or name "{}".', zh: '已有规则使用标识或名称“{}”。' },
  'correlation-cycle': { en: 'The correlation refers to itself through {}.', zh: '关联规则通过 {} 引用了自身。' },
  'correlation-type': { en: 'There is no correlation type "{}".', zh: '没有关联类型“{}”。' },
  'timespan-invalid': {
    en: '"{}" is no timespan; write a number and s, m, h or d, up to 366 days.',
    zh: '“{}”不是时间跨度，请写数字加 s、m、h 或 d，最长 366 天。',
  },
  'correlation-condition': {
    en: 'The condition of this correlation cannot be honoured: {}',
    zh: '该关联条件无法执行：{}',
  },
  'threshold-invalid': { en: '"{}" is no threshold for this correlation.', zh: '“{}”不能作为该关联的阈值。' },
  'threshold-beyond-limit': {
    en: 'The correlation counts to {}, more events than are held for one group.',
    zh: '该关联需计数到 {}，超过每组保留的事件数。',
  },
  'alias-invalid': {
    en: 'The alias entry "{}" must map a rule of this correlation to a field.',
    zh: '别名条目“{}”必须将本关联引用的规则映射到字段。',
  },
  'filter-logsource': {
    en: 'The logsource of rule "{}" is not within that of the filter.',
    zh: '规则“{}”的 logsource 不在过滤器的范围内。',
  },
  'filter-polarity': {
    en: 'The condition mixes plain and negated parts, which Sigma tools read in opposite ways; write either "x" or "not (…)": {}',
    zh: '条件混用肯定与否定，各 Sigma 工具的解释相反，请写成“x”或“not (…)”：{}',
  },

  'file-unreadable': { en: 'The file cannot be read: {}', zh: '无法读取文件：{}' },
  'live-too-many': { en: 'More than {} are not loaded.', zh: '最多加载 {}。' },
  'live-id': {
    en: 'A live rule needs an id of 1 to 128 letters, digits, dots, dashes and underscores: "{}".',
    zh: '实时规则需要由 1 至 128 个字母、数字、点、横线或下划线组成的标识：“{}”。',
  },
  'live-id-taken': { en: 'Another rule in force has the id "{}".', zh: '已有生效规则使用标识“{}”。' },
  'live-version': {
    en: 'A version is a whole number from 1 to 1,000,000,000, not "{}".',
    zh: '版本必须是 1 至 1000000000 的整数，而不是“{}”。',
  },
  'live-text-too-long': { en: 'The text of {} is too long.', zh: '{} 的文本过长。' },
  'live-logsource': {
    en: 'Live rules see product tillwatch, with no category or one of authentication, account and terminal; not {}.',
    zh: '实时规则只看 product 为 tillwatch 的事件，category 可省略或为 authentication、account、terminal；不支持 {}。',
  },
  'live-event-type': { en: 'Rules see no events of the type "{}".', zh: '规则看不到类型为“{}”的事件。' },
  'live-no-event': { en: 'No type of event can fulfil this.', zh: '没有任何类型的事件能满足该规则。' },
  'live-keywords': {
    en: 'Keywords without a field would also search what is ours in an event; name the fields.',
    zh: '不带字段的关键字会搜索平台自身写入的内容，请指明字段。',
  },
  'live-chain': {
    en: 'A live correlation refers to detection rules only; "{}" is a correlation.',
    zh: '实时关联只能引用检测规则，“{}”是关联规则。',
  },
  'live-group-by': {
    en: 'A live rule counts by exactly one of {}, the same in all its rules.',
    zh: '实时规则只能按以下字段之一分组，且在其引用的所有规则中相同：{}。',
  },
  'live-timespan': {
    en: 'Live correlations look back {} at most.',
    zh: '实时关联最多回溯 {}。',
  },
  'live-upper-bound': {
    en: '"{}" is known only when a window is over, and a till that is offline may still add to it; live, use gt or gte.',
    zh: '“{}”要到窗口结束才能判定，而离线终端可能还会补传；实时规则请使用 gt 或 gte。',
  },
  'live-one-rule': {
    en: 'A text to try makes exactly one rule, with what it refers to; this makes {}.',
    zh: '试用的文本应恰好生成一条规则（可含其引用的规则），而此文本生成了 {} 条。',
  },
  'live-too-costly': {
    en: 'Reading it, or judging the past by it, takes more time or memory than a rule may.',
    zh: '读取该规则或用它判断历史所需的时间或内存超过上限。',
  },
  'live-example': { en: 'The example "{}" is not what the rule does.', zh: '示例“{}”与规则的行为不符。' },
  'live-example-form': { en: 'An example cannot be read at {}.', zh: '示例在 {} 处无法解析。' },
} as const satisfies Record<string, Text>;

export type SigmaProblemCode = keyof typeof sigmaProblemTexts;
