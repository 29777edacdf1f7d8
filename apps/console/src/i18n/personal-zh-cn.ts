/** Texts about personal data that some see masked, in Simplified Chinese: part of `zhCn`. */
export const personalZhCn = {
  reveal: '查看明文',
  revealAsk: '查看人、查看字段和原因会先永久写入日志，然后才显示内容。',
  reason: '查看原因',
  reveals: '明文查看记录',
  none: '没有人查看过脱敏内容的明文',
  at: '时间',
  by: '查看人',
  about: '对象',
  field: '字段',
  contacts: '联系记录',
} as const;
