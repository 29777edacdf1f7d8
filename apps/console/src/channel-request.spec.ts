import type { NotificationChannelView } from '@tillwatch/api';
import { channelBody, formOf, newSigningSecret, type ChannelForm } from './channel-request.js';

const form: ChannelForm = {
  name: ' SOC ',
  kind: 'webhook',
  minimumSeverity: 'high',
  language: 'both',
  rules: [],
  stores: ['store-3'],
  target: { url: 'https://hooks.example', signingSecret: '', host: 'of another kind' },
};

it('sends what the kind has, and leaves out what was left empty', () => {
  expect(channelBody(form, true)).toEqual({
    name: 'SOC',
    kind: 'webhook',
    enabled: true,
    minimumSeverity: 'high',
    language: 'both',
    stores: ['store-3'],
    target: { url: 'https://hooks.example' },
  });
});

it('shows a channel so that saving it unchanged changes nothing but what is secret', () => {
  const channel = {
    ...{ name: 'SIEM', kind: 'syslog', minimumSeverity: 'low', language: 'en', rules: ['R1'] },
    settings: { host: 'siem.lan', port: 6514, transport: 'tls', format: 'ocsf' },
  } as unknown as NotificationChannelView;
  expect(channelBody(formOf(channel), false)).toEqual({
    ...{ name: 'SIEM', kind: 'syslog', enabled: false, minimumSeverity: 'low', language: 'en', rules: ['R1'] },
    target: { host: 'siem.lan', port: 6514, transport: 'tls', format: 'ocsf' },
  });
});

it('makes secrets of 32 random bytes', () => {
  const [one, other] = [newSigningSecret(), newSigningSecret()];
  expect(one).not.toBe(other);
  expect(atob(one.slice('whsec_'.length))).toHaveLength(32);
});
