import { cef } from '../formats/cef.js';
import { ocsf } from '../formats/ocsf.js';
import { asciiJson, octetCounted, syslogMessage } from '../formats/syslog.js';
import { mayConnectTo } from '../outgoing/address-policy.js';
import { literalOf } from '../outgoing/check-url.js';
import { sendSyslog, type SyslogServer } from '../outgoing/syslog-socket.js';
import { isTrusted } from '../outgoing/trusted-hosts.js';
import type { Message } from '../notification.js';
import type { ChannelDriver } from './channel-driver.js';

export interface SyslogTarget extends SyslogServer {
  format: 'cef' | 'ocsf';
}

/** Registered for syslog over UDP, TCP, and TLS; other ports ask for the operator's word. */
const portsAllowed = [514, 601, 6514];

/** RFC 5424 over UDP (RFC 5426), TCP with octet counting (RFC 6587) or TLS (RFC 5425). */
export const syslog: ChannelDriver<SyslogTarget> = {
  kind: 'syslog',
  secrets: [],
  limits: { concurrent: 2, perMinute: 1_200 },
  fault({ host, port }, { trusted }) {
    if (isTrusted(trusted, host.toLowerCase(), port)) return undefined;
    if (!portsAllowed.includes(port)) return { member: 'port', why: `Allowed ports: ${portsAllowed.join(', ')}.` };
    const address = literalOf(host);
    if (address !== undefined && !mayConnectTo(address, 'network')) {
      return { member: 'host', why: 'That address is this machine or special.' };
    }
    return undefined;
  },
  destination: ({ transport, host, port, format }) => `${transport}://${host}:${port} (${format.toUpperCase()})`,
  content: (message, { format }) => bodyOf(message, format),
  async send(message, target, outgoing) {
    const text = syslogMessage(message.notification, bodyOf(message, target.format), outgoing.hostname);
    await sendSyslog(target.transport === 'udp' ? Buffer.from(text) : octetCounted(text), target, outgoing);
    return {};
  },
};

function bodyOf(message: Message, format: SyslogTarget['format']): string {
  return format === 'cef' ? cef(message) : asciiJson(ocsf(message));
}
