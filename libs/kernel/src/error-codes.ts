/**
 * Every error a caller can meet: a closed list, documented in docs/errors.md (a test compares the two).
 * `status` is the HTTP answer; `en` and `zh` are what a person reads.
 */
export const errorCodes = {
  'body-empty': { status: 400, en: 'The request has no body.', zh: '请求没有正文。' },
  'body-too-large': { status: 413, en: 'The request body is larger than the limit.', zh: '请求正文超过大小上限。' },
  'media-type-unsupported': {
    status: 415,
    en: 'The content type is not one this route reads.',
    zh: '不支持该内容类型。',
  },
  'json-not-utf8': { status: 400, en: 'The body is not valid UTF-8.', zh: '正文不是有效的 UTF-8。' },
  'json-byte-order-mark': {
    status: 400,
    en: 'The body starts with a byte order mark.',
    zh: '正文以字节顺序标记开头。',
  },
  'json-malformed': { status: 400, en: 'The body is not valid JSON.', zh: '正文不是有效的 JSON。' },
  'json-duplicate-key': { status: 400, en: 'An object has the same key twice.', zh: '对象中有重复的键。' },
  'json-forbidden-key': { status: 400, en: 'An object has a key that is not allowed.', zh: '对象中有不允许的键。' },
  'json-too-deep': { status: 400, en: 'The JSON is nested too deeply.', zh: 'JSON 嵌套过深。' },
  'json-too-many-keys': { status: 413, en: 'The JSON has too many keys.', zh: 'JSON 的键过多。' },
  'json-number-unsafe': { status: 400, en: 'A number cannot be held exactly.', zh: '数字无法精确表示。' },
  'text-not-storable': { status: 400, en: 'A text holds NUL or a lone surrogate.', zh: '文本含有 NUL 或孤立代理项。' },
  'batch-empty': { status: 400, en: 'The batch holds no event.', zh: '批次中没有事件。' },
  'batch-too-large': { status: 413, en: 'The batch holds more events than the limit.', zh: '批次中的事件数超过上限。' },
  'event-too-large': { status: 413, en: 'The event is larger than 65,535 bytes.', zh: '事件超过 65,535 字节。' },
  'event-not-an-object': { status: 400, en: 'An event must be a JSON object.', zh: '事件必须是 JSON 对象。' },
  'attribute-missing': { status: 400, en: 'A required attribute is missing.', zh: '缺少必需的属性。' },
  'attribute-invalid': { status: 400, en: 'An attribute does not have the required form.', zh: '属性格式不符合要求。' },
  'data-invalid': { status: 400, en: 'The data does not fit its event type.', zh: '数据不符合事件类型。' },
  'record-empty': { status: 400, en: 'The Kafka record has no value.', zh: 'Kafka 记录没有内容。' },
  'record-without-key': { status: 400, en: 'The Kafka record has no key.', zh: 'Kafka 记录没有键。' },
  'record-key-differs': {
    status: 400,
    en: 'The key of the Kafka record is not the terminal that the event names.',
    zh: 'Kafka 记录的键与事件所属终端不一致。',
  },
  'record-undecodable': {
    status: 400,
    en: 'The Kafka records cannot be unpacked.',
    zh: 'Kafka 记录无法解包。',
  },
  unauthenticated: { status: 401, en: 'A valid bearer token is required.', zh: '需要有效的访问令牌。' },
  'enrolment-code-invalid': {
    status: 401,
    en: 'The enrolment code is not valid, no longer valid or already used.',
    zh: '注册码无效、已过期或已被使用。',
  },
  'key-invalid': { status: 400, en: 'The public key is not one that can be registered.', zh: '该公钥不可登记。' },
  'signature-invalid': { status: 401, en: 'A signature does not prove what it should.', zh: '签名验证未通过。' },
  forbidden: { status: 403, en: 'This token may not do that.', zh: '该令牌无权执行此操作。' },
  'not-found': { status: 404, en: 'There is no such thing here.', zh: '未找到。' },
  'method-not-allowed': { status: 405, en: 'This route does not know that method.', zh: '该路径不支持此方法。' },
  'parameter-invalid': { status: 400, en: 'A parameter does not have the required form.', zh: '参数格式不符合要求。' },
  'cursor-invalid': { status: 400, en: 'The cursor was not made by this server for this query.', zh: '游标无效。' },
  'request-malformed': { status: 400, en: 'The request is not valid HTTP.', zh: '请求不是有效的 HTTP。' },
  'request-timeout': { status: 408, en: 'The request did not arrive in time.', zh: '请求未能及时到达。' },
  'header-too-large': { status: 431, en: 'The request headers are larger than the limit.', zh: '请求头超过大小上限。' },
  'too-many-requests': {
    status: 429,
    en: 'Too many requests at once; try again later.',
    zh: '并发请求过多，请稍后重试。',
  },
  unavailable: {
    status: 503,
    en: 'The store cannot take this now; try again later.',
    zh: '存储暂不可用，请稍后重试。',
  },
  'revision-conflict': {
    status: 409,
    en: 'Somebody else changed this at the same time.',
    zh: '同时有其他人修改了它。',
  },
  'name-taken': { status: 409, en: 'Something else has that name already.', zh: '该名称已被使用。' },
  'limit-reached': { status: 409, en: 'There are as many of these as there may be.', zh: '数量已达上限。' },
  'channel-disabled': { status: 409, en: 'The channel is switched off or removed.', zh: '该渠道已停用或已删除。' },
  'already-delivered': { status: 409, en: 'This was delivered already.', zh: '该通知已送达。' },
  internal: { status: 500, en: 'Something failed on our side.', zh: '服务器内部错误。' },
} as const satisfies Record<string, { status: number; en: string; zh: string }>;

export type ErrorCode = keyof typeof errorCodes;
