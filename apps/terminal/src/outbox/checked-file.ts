import { readFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { absent, replaceFile } from './durable-files.js';

/** A small value in a file of its own, with a CRC, so that a flipped bit is noticed and never believed. */
export async function writeChecked(folder: string, name: string, value: unknown, sync = true): Promise<void> {
  await replaceFile(folder, name, checkedText(value), sync);
}

/** `undefined` when there is no such file, or it does not hold what was written. */
export async function readChecked<T>(folder: string, name: string): Promise<T | undefined> {
  const text = await absent(readFile(`${folder}/${name}`, 'utf8'));
  return text === undefined ? undefined : checkedValue<T>(text);
}

export function checkedText(value: unknown): string {
  const json = JSON.stringify(value);
  return `${checksum(json)} ${json}\n`;
}

export function checkedValue<T>(text: string): T | undefined {
  const json = text.slice(9).trimEnd();
  return json && text.slice(0, 8) === checksum(json) ? (JSON.parse(json) as T) : undefined;
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, '0');
}
