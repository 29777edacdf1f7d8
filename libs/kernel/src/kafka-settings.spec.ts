import { readSettings } from './settings.js';

const brokers = { TILLWATCH_KAFKA_BROKERS: 'kafka-1:9092, 10.0.0.2:9093' };
const tls = { ...brokers, TILLWATCH_KAFKA_TLS: 'on' };
const account = { TILLWATCH_KAFKA_USERNAME: 'till', TILLWATCH_KAFKA_PASSWORD: 'hidden-word' };

it('knows no Kafka unless brokers are named', () => {
  expect(readSettings({ ...account, TILLWATCH_KAFKA_TLS: 'on' }).kafka).toBeUndefined();
  expect(readSettings(brokers).kafka).toEqual({ brokers: ['kafka-1:9092', '10.0.0.2:9093'], prefix: '', tls: false });
});

it('reads certificates and a login', () => {
  const env = { ...tls, ...account, TILLWATCH_KAFKA_CA: 'ca.pem', TILLWATCH_KAFKA_SASL: 'scram-sha-512' };
  expect(readSettings(env).kafka).toEqual({
    brokers: ['kafka-1:9092', '10.0.0.2:9093'],
    prefix: '',
    tls: true,
    caFile: 'ca.pem',
    sasl: { mechanism: 'scram-sha-512', username: 'till', password: 'hidden-word' },
  });
});

it.each([
  ['TILLWATCH_KAFKA_BROKERS', { TILLWATCH_KAFKA_BROKERS: 'kafka-1' }],
  ['TILLWATCH_KAFKA_BROKERS', { TILLWATCH_KAFKA_BROKERS: 'kafka-1:9092,' }],
  ['TILLWATCH_KAFKA_BROKERS', { TILLWATCH_KAFKA_BROKERS: 'kafka-1:70000' }],
  ['TILLWATCH_KAFKA_TLS', { ...brokers, TILLWATCH_KAFKA_TLS: 'true' }],
  ['TILLWATCH_KAFKA_TLS', { ...brokers, TILLWATCH_KAFKA_CA: 'ca.pem' }],
  ['TILLWATCH_KAFKA_KEY', { ...tls, TILLWATCH_KAFKA_CERT: 'cert.pem' }],
  ['TILLWATCH_KAFKA_SASL', { ...tls, ...account, TILLWATCH_KAFKA_SASL: 'gssapi' }],
  ['TILLWATCH_KAFKA_SASL', { ...brokers, ...account, TILLWATCH_KAFKA_SASL: 'plain' }],
  ['TILLWATCH_KAFKA_PASSWORD', { ...tls, TILLWATCH_KAFKA_SASL: 'plain', TILLWATCH_KAFKA_USERNAME: 'till' }],
])('names %s when it is wrong, and never the password', (name, env) => {
  let error: unknown;
  try {
    readSettings(env);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toMatchObject({
    name: 'SettingError',
    message: expect.stringContaining(name),
    zh: expect.stringContaining(name),
  });
  expect(JSON.stringify([String(error), (error as { zh: string }).zh])).not.toContain('hidden-word');
});
