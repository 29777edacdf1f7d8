import { mail as mailOf } from '../formats/mail.js';
import { SendFailure } from '../outgoing/failure.js';
import type { ChannelDriver } from './channel-driver.js';

export interface MailTarget {
  /** Addresses, at most ten. */
  to: string[];
}

export const mail: ChannelDriver<MailTarget> = {
  kind: 'mail',
  secrets: [],
  limits: { concurrent: 2, perMinute: 60 },
  fault: (_target, { mailer }) => (mailer ? undefined : { member: 'to', why: 'TILLWATCH_SMTP_URL is not set.' }),
  destination: ({ to }) => to.join(', '),
  content(message) {
    const { subject, text, html } = mailOf(message);
    return [subject, text, html].join('\n');
  },
  async send(message, { to }, { mailer }) {
    if (!mailer) throw new SendFailure('not-set-up', 'TILLWATCH_SMTP_URL is not set.');
    return mailer(mailOf(message), to, message.notification.id);
  },
};
