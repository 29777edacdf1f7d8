import type { Page } from '@tillwatch/api';
import { adminToken, ingestToken } from './product.js';

interface Answer {
  status: number;
  body: unknown;
}

const largestPage = 200;

/** What the API answers an administrator. */
export async function ask(url: string, path: string): Promise<Answer> {
  const response = await fetch(new URL(path, url), { headers: { authorization: `Bearer ${adminToken}` } });
  return { status: response.status, body: await response.json() };
}

/** The body of a 200; throws with anything else. */
export async function read<Body>(url: string, path: string): Promise<Body> {
  const { status, body } = await ask(url, path);
  if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
  return body as Body;
}

/** Every item of a list, page by page. */
export async function readAll<Item>(url: string, path: string): Promise<Item[]> {
  const items: Item[] = [];
  for (let cursor: string | undefined, first = true; first || cursor; first = false) {
    const place = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
    const page = await read<Page<Item>>(url, `${path}${path.includes('?') ? '&' : '?'}limit=${largestPage}${place}`);
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return items;
}

/** Sends a batch of JSON as a terminal does, once. Rejects when there is no answer. */
export async function send(url: string, batch: string, token = ingestToken): Promise<Answer> {
  const response = await fetch(new URL('/v1/events', url), {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents-batch+json', authorization: `Bearer ${token}` },
    body: batch,
  });
  return { status: response.status, body: await response.json() };
}
