import { createTransport } from 'nodemailer';
import type { Mail } from '../formats/mail.js';
import { failureOf, SendFailure } from './failure.js';

export interface MailerOptions {
  /** `smtp://user:password@host:587` (STARTTLS) or `smtps://...:465`. */
  url: string;
  /** The sender, an address. */
  from: string;
  /** PEM of authorities to believe besides the system's. */
  ca?: string;
}

/** What the mail server said when it took the mail; rejects with a `SendFailure`. */
export type Mailer = (mail: Mail, to: readonly string[], id: string) => Promise<{ status: number; reply: string }>;

const waitMs = 5_000;
const refusedByServer = 400;

/**
 * Sends through one mail server. With a password in the URL nothing is said before TLS. The Message-ID is the delivery's, so a
 * repetition is known as one. Taken by fewer recipients than were named counts as refused.
 */
export function createMailer({ url, from, ca }: MailerOptions): Mailer {
  const server = new URL(url);
  const secure = server.protocol === 'smtps:';
  const user = decodeURIComponent(server.username);
  const transport = createTransport({
    host: server.hostname.replace(/^\[|\]$/g, ''),
    port: Number(server.port) || (secure ? 465 : 587),
    secure,
    requireTLS: user !== '',
    ...(user !== '' && { auth: { user, pass: decodeURIComponent(server.password) } }),
    ...(ca !== undefined && { tls: { ca: [ca] } }),
    connectionTimeout: waitMs,
    greetingTimeout: waitMs,
    socketTimeout: waitMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = from.slice(from.lastIndexOf('@') + 1);
  return async (mail, to, id) => {
    const info = await transport
      .sendMail({
        ...mail,
        from,
        to: [...to],
        messageId: `<${id}@${domain}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      })
      .catch((error: unknown) => {
        throw mailFailure(error);
      });
    if (info.rejected.length > 0) {
      throw new SendFailure('refused', `${info.rejected.length} of ${to.length} recipients were refused.`);
    }
    return { status: Number.parseInt(info.response, 10), reply: info.response };
  };
}

/** The server's own refusals carry its code and its line; the rest goes by the code of the socket. */
function mailFailure(error: unknown): SendFailure {
  const { code, originalCode, responseCode, response } = error as Partial<Record<string, string>> & {
    responseCode?: number;
  };
  if (code === 'ETLS') return new SendFailure('tls', 'STARTTLS is not offered or failed.');
  if (responseCode !== undefined && responseCode >= refusedByServer) {
    return new SendFailure('refused', response ?? '', responseCode);
  }
  return failureOf({ code: originalCode ?? code });
}
