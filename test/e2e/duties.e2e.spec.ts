import type { Browser, Page } from 'playwright-core';
import { openBrowser, openPage } from './browser.js';
import { giver, somethingOfEverything, type Give } from './duties.fixture.js';
import { answerTo, offersOn, visitor, type OfferedCommand } from './offers.js';
import { startForSeveral, type Person, type SeveralPeople } from './several-people.js';

const waitMs = 20_000;
const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
const people: Record<string, Person> = {
  'li.na': { roles: ['security-analyst'] },
  zhao: { roles: ['compliance-officer'] },
  sun: { roles: ['terminal-engineer'] },
  wang: { roles: ['store-manager'], stores: ['s-1'] },
  zhou: { roles: ['auditor'], until: inAnHour },
};

let system: SeveralPeople;
let browser: Browser;
let give: Give;
/** Pages that no entry of the navigation leads to. */
let deeper: string[];

beforeAll(async () => {
  [system, browser] = await Promise.all([startForSeveral(people), openBrowser()]);
  give = giver(system);
  deeper = await somethingOfEverything(give);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await system?.close();
});

/** A browser of their own, signed in; `refused` fills with what the API would not show or do. */
async function pageOf(who: string, locale = 'en-US'): Promise<{ page: Page; refused: string[] }> {
  const { page } = await openPage(browser, locale);
  page.setDefaultTimeout(waitMs);
  const refused: string[] = [];
  page.on('response', (answer) => {
    if (answer.status() === 403) refused.push(`${new URL(page.url()).pathname}: ${answer.url()}`);
  });
  await page.goto(`${system.url}/account#token=${system.tokens[who]}`);
  await page.getByTestId('page-heading').waitFor();
  return { page, refused };
}

/** Everything that somebody is offered, on every page that they are led to. */
async function everythingOffered(page: Page): Promise<OfferedCommand[]> {
  const links = page.locator('[data-testid^=nav-]');
  const entries = await links.evaluateAll((found) => found.map((link) => link.getAttribute('href') ?? ''));
  const isWithin = (path: string) => entries.some((entry) => entry !== '/' && path.startsWith(entry));
  const offered: OfferedCommand[] = [];
  const visit = visitor(page);
  for (const path of [...entries, ...deeper.filter(isWithin), '/account']) {
    await visit(path);
    offered.push(...(await offersOn(page)));
  }
  const byCommand = new Map(offered.map((one) => [`${one.method} ${one.path}`, one]));
  return [...byCommand.values()];
}

async function refusedOf(who: string, offered: readonly OfferedCommand[]): Promise<string[]> {
  const answers = offered.map(async (one) => [one, await answerTo(system.url, system.tokens[who]!, one)] as const);
  const refused = (await Promise.all(answers)).filter(([, status]) => status === 403 || status === 401);
  return refused.map(([{ page, method, path }]) => `${page} ${method} ${path}`).sort();
}

describe('the console offers nobody what they may not do', () => {
  it.each([
    ['li.na', 20],
    ['zhao', 12],
    ['sun', 8],
    ['wang', 2],
    ['zhou', 0],
  ])(
    'and asks nothing for %s that they may not see',
    async (who, atLeast) => {
      const { page, refused } = await pageOf(who);
      const offered = await everythingOffered(page);
      expect(await refusedOf(who, offered)).toEqual([]);
      expect(refused).toEqual([]);
      expect(offered.length).toBeGreaterThanOrEqual(atLeast);
      await page.context().close();
    },
    180_000,
  );

  it('which would be seen: what an administrator is offered is refused to an auditor', async () => {
    const { page } = await pageOf('admin');
    const offered = await everythingOffered(page);
    const changes = offered.filter(({ path }) => !path.endsWith('/read'));
    expect((await refusedOf('zhou', offered)).length).toBe(changes.length);
    expect(changes.length).toBeGreaterThan(40);
    await page.context().close();
  }, 180_000);
});
