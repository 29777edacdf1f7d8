/// <reference lib="dom" />
import { setTimeout as pause } from 'node:timers/promises';
import type { Page, Request } from 'playwright-core';

/** A command that a page offers: `POST`, `/v1/alerts/…/acknowledge`. */
export interface OfferedCommand {
  page: string;
  method: string;
  path: string;
}

const settledMs = 20_000;
const quietMs = 80;

/** Goes to a page of the console as a link in it would, without loading it again, and waits until all of it is there. */
export function visitor(page: Page): (path: string) => Promise<void> {
  const pending = new Set<Request>();
  let lastAt = Date.now();
  // The live stream never ends.
  const isAwaited = (request: Request) => !request.url().includes('/v1/live');
  page.on('request', (request) => {
    lastAt = Date.now();
    if (isAwaited(request)) pending.add(request);
  });
  for (const end of ['requestfinished', 'requestfailed'] as const) {
    page.on(end as 'requestfinished', (request) => {
      lastAt = Date.now();
      pending.delete(request);
    });
  }
  return async (path) => {
    lastAt = Date.now();
    await page.evaluate((to) => {
      history.pushState({}, '', to);
      dispatchEvent(new PopStateEvent('popstate'));
    }, path);
    // What came is drawn when the page has nothing else to do, and may ask for more.
    const isDrawn = async () => {
      const before = lastAt;
      await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
      return lastAt === before && (await page.locator('.content .loading').count()) === 0;
    };
    const isQuiet = () => pending.size === 0 && Date.now() - lastAt > quietMs;
    for (const until = Date.now() + settledMs; !(isQuiet() && (await isDrawn())); await pause(20)) {
      if (Date.now() > until) throw new Error(`${path} still waits for ${[...pending].map((one) => one.url()).join()}`);
    }
  };
}

/** What the page that is on screen offers: every place with something in it that can be used. */
export async function offersOn(page: Page): Promise<OfferedCommand[]> {
  const offers = await page
    .locator('[data-offers]')
    .evaluateAll((places) =>
      places
        .filter((place) => place.querySelector('button, input, textarea, a') !== null)
        .map((place) => (place as HTMLElement).dataset['offers'] ?? ''),
    );
  const parts = offers.flatMap((offer) => offer.split(' '));
  const { pathname } = new URL(page.url());
  return parts.flatMap((method, index) =>
    index % 2 === 0 ? [{ page: pathname, method, path: parts[index + 1]! }] : [],
  );
}

const uuid = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g;
const nobody = '00000000-0000-4000-8000-000000000000';

/** How the server answers such a command, given so that it cannot be carried out: of nothing, and with no body. */
export async function answerTo(url: string, token: string, { method, path }: OfferedCommand): Promise<number> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const answer = await fetch(new URL(path.replace(uuid, nobody), url), { method, headers, body: '{' });
  await answer.arrayBuffer();
  return answer.status;
}
