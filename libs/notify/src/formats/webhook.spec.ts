import { Webhook } from 'standardwebhooks';
import { notification } from '../notification.fixture.js';
import { isWebhookSecret, webhookBody, webhookHeaders } from './webhook.js';

const secret = `whsec_${Buffer.from('a secret of at least twenty-four bytes').toString('base64')}`;

it('signs what the Standard Webhooks package verifies', () => {
  const one = notification();
  const body = webhookBody(one);
  const headers = webhookHeaders(secret, one.id, Date.now(), body);
  expect(new Webhook(secret).verify(body, headers)).toMatchObject({
    type: 'alert.raised',
    timestamp: one.at,
    data: { id: one.id, severity: 'high', alert: { rule: 'R1', operatorId: 'op-7' } },
  });
  expect(() => new Webhook(secret).verify(body.replace('op-7', 'op-8'), headers)).toThrow('No matching signature');
  expect(() => new Webhook(secret).verify(body, { ...headers, 'webhook-id': 'other' })).toThrow(
    'No matching signature',
  );
});

it('has the same body in every attempt', () => {
  expect(webhookBody(notification())).toBe(webhookBody(notification()));
});

it.each([
  [secret, true],
  [`whsec_${Buffer.alloc(24, 1).toString('base64')}`, true],
  [`whsec_${Buffer.alloc(64, 1).toString('base64')}`, true],
  [`whsec_${Buffer.alloc(23, 1).toString('base64')}`, false],
  [`whsec_${Buffer.alloc(65, 1).toString('base64')}`, false],
  [secret.slice(6), false],
  ['whsec_', false],
  [`${secret}!`, false],
  [secret.replace('whsec_', 'whpk_'), false],
])('takes %s for a secret: %j', (text, isOne) => expect(isWebhookSecret(text)).toBe(isOne));
