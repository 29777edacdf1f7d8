export interface SyslogMessage {
  facility: number;
  severity: number;
  timestamp: string;
  hostname: string;
  appName: string;
  procId: string;
  msgId: string;
  data: Record<string, Record<string, string>>;
  body: string;
}

const header = new RegExp(
  '^<(\\d{1,3})>1 (\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,6})?Z) ' +
    '([\\x21-\\x7e]{1,255}) ([\\x21-\\x7e]{1,48}) ([\\x21-\\x7e]{1,128}) ([\\x21-\\x7e]{1,32}) ',
);
const parameter = /^ ([\x21\x23-\x3c\x3e-\x5c\x5e-\x7e]{1,32})="((?:[^"\\\]]|\\["\\\]])*)"/;
const elementId = /^\[([\x21\x23-\x3c\x3e-\x5c\x5e-\x7e]{1,32})/;

/** A strict reader of RFC 5424, from its ABNF (section 6) and not from our writer. Throws on anything else. */
export function parseSyslog(bytes: Buffer): SyslogMessage {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  const match = header.exec(text);
  if (!match || Number(match[1]) > 191) throw new Error(`Not an RFC 5424 header: ${text.slice(0, 120)}`);
  const [whole, priority, timestamp, hostname, appName, procId, msgId] = match as unknown as string[];
  let rest = text.slice(whole!.length);
  const data: SyslogMessage['data'] = {};
  while (rest.startsWith('[')) {
    const [start, id] = elementId.exec(rest) as unknown as [string, string];
    if (!id.includes('@') || data[id]) throw new Error(`${id} is a reserved name, or there twice.`);
    rest = rest.slice(start.length);
    data[id] = {};
    for (let one = parameter.exec(rest); one; one = parameter.exec(rest)) {
      if (/\p{Cc}/u.test(one[2]!)) throw new Error('A control character in a parameter.');
      data[id][one[1]!] = one[2]!.replace(/\\(["\\\]])/g, '$1');
      rest = rest.slice(one[0].length);
    }
    if (!rest.startsWith(']')) throw new Error(`The element does not end: ${rest.slice(0, 60)}`);
    rest = rest.slice(1);
  }
  if (!rest.startsWith(' ')) throw new Error('No blank before the message.');
  const body = rest.slice(1);
  if (/[^\x00-\x7f]/.test(body) && !body.startsWith('\uFEFF')) throw new Error('UTF-8 without its mark.');
  return {
    facility: Math.floor(Number(priority) / 8),
    severity: Number(priority) % 8,
    timestamp: timestamp!,
    hostname: hostname!,
    appName: appName!,
    procId: procId!,
    msgId: msgId!,
    data,
    body: body.replace(/^\uFEFF/, ''),
  };
}

/** Splits what came over a stream into its octet-counted messages (RFC 6587, section 3.4.1). */
export function octetFrames(bytes: Buffer): Buffer[] {
  const frames: Buffer[] = [];
  for (let rest = bytes; rest.length > 0;) {
    const count = /^([1-9]\d*) /.exec(rest.subarray(0, 12).toString('latin1'));
    if (!count) throw new Error('No length before the message.');
    const start = count[0].length;
    const end = start + Number(count[1]);
    if (rest.length < end) throw new Error('The message is shorter than its length.');
    frames.push(rest.subarray(start, end));
    rest = rest.subarray(end);
  }
  return frames;
}
