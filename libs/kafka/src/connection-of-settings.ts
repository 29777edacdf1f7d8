import { readFile } from 'node:fs/promises';
import { type KafkaSettings, SettingError } from '@tillwatch/kernel';
import type { KafkaConnection } from './connection.js';

/** Reads the named files. Throws a `SettingError` that names the one that cannot be read. */
export async function connectionOf(settings: KafkaSettings, clientId: string): Promise<KafkaConnection> {
  const { brokers, sasl } = settings;
  const connection: KafkaConnection = { brokers, clientId };
  if (sasl) connection.sasl = sasl;
  if (!settings.tls) return connection;
  const ca = await read('TILLWATCH_KAFKA_CA', settings.caFile);
  const cert = await read('TILLWATCH_KAFKA_CERT', settings.certFile);
  const key = await read('TILLWATCH_KAFKA_KEY', settings.keyFile);
  const named = { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
  return { ...connection, tls: Object.keys(named).length > 0 ? named : true };
}

async function read(name: string, file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined;
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new SettingError(`${name} names a file that cannot be read.`, `${name} 指定的文件无法读取。`);
  }
}
