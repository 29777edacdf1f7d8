import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AlertView } from '@tillwatch/api';
import type { Log, Settings } from '@tillwatch/kernel';
import { planScenario, sendFleet, startEndingAt } from '@tillwatch/terminal';
import type { Running } from './start.js';
import { followAlerts } from './follow-alerts.js';
import { openStorage } from './storage.js';

/** Two days of shop life, the offline terminal's included, pass in about a minute. */
const speed = 3_000;
const seed = 1;

/**
 * Invented events must not end up among real ones, nor on top of yesterday's: unless somebody names a data folder, the
 * demo has one of its own and starts with it empty. Throws when another demo is using it.
 */
export async function demoSettings(
  settings: Settings,
  env: Partial<Record<string, string>>,
  log: Log,
): Promise<Settings> {
  if (env['TILLWATCH_DATA'] || settings.databaseUrl) return settings;
  const own = { ...settings, dataFolder: join(settings.dataFolder, 'demo') };
  if (existsSync(join(own.dataFolder, 'postgres'))) await (await openStorage(own, log)).stop();
  await rm(own.dataFolder, { recursive: true, force: true });
  return own;
}

/** Plays the shop day with its incidents against the running system and prints each alert as it comes. */
export async function runDemo({ url, secrets }: Running, signal: AbortSignal): Promise<void> {
  const plan = planScenario('shop-day', { seed, start: startEndingAt('shop-day', Date.now()) });
  console.log(
    `Demo: ${plan.terminals.length} terminals, ${plan.expects.length} incidents. Ctrl-C ends it. / 演示开始。\n`,
  );
  const seen = new Set<string>();
  const following = followAlerts(url, secrets.adminToken, signal, (alert) => {
    if (alert.status === 'open' && !seen.has(alert.id)) console.log(line(alert));
    seen.add(alert.id);
  });
  try {
    const tally = await sendFleet(plan, { url, token: secrets.ingestToken, speed, signal });
    console.log(
      `\nThe day is over: ${tally.stored} events stored. The console stays open. / 演示结束，控制台保持运行。`,
    );
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  await following;
}

function line({ severity, rule, title, key, count, firstAt, lateByMs }: AlertView): string {
  const late = lateByMs > 0 ? `, late by ${Math.round(lateByMs / 3_600_000)} h` : '';
  return `${severity.toUpperCase().padEnd(8)} ${rule.padEnd(5)} ${title.en} / ${title.zh}: ${key}, ${count}x from ${firstAt}${late}`;
}
