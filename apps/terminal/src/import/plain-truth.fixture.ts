/**
 * What R1, R2 and R4 must raise over a log of sshd, worked out from its lines alone: with none of the importer's, the engine's or
 * the rules' code, in the plainest way, however slow. Accounts that do not exist are nobody's, so they count where the
 * address counts, and not where the account does.
 */

export interface PlainAlert {
  rule: string;
  key: string;
  severity: string;
  count: number;
  /** Seconds since the start of the log's year. */
  firstAt: number;
  lastAt: number;
}

interface Attempt {
  at: number;
  host: string;
  address: string;
  user: string;
  exists: boolean;
  ok: boolean;
}

interface Tier {
  count: number;
  seconds: number;
  severity: string;
}

/** One function a rule: what it must raise. */
export const plainTruth: Record<string, (log: string) => PlainAlert[]> = {
  R1: (log) =>
    counted(
      'R1',
      groups(
        attemptsOf(log).filter(({ ok, exists }) => !ok && exists),
        ({ user }) => `operator:${user}`,
      ),
      [
        { count: 5, seconds: 600, severity: 'medium' },
        { count: 10, seconds: 600, severity: 'high' },
      ],
    ),
  R2: (log) =>
    counted(
      'R2',
      groups(
        attemptsOf(log).filter(({ ok }) => !ok),
        ({ address }) => `terminal:${address}`,
      ),
      [{ count: 8, seconds: 600, severity: 'high' }],
    ),
  R4: (log) =>
    successes(
      groups(
        attemptsOf(log).filter(({ exists }) => exists),
        ({ user }) => `operator:${user}`,
      ),
    ),
};

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export function attemptsOf(log: string): Attempt[] {
  return log.split(/\r?\n/).flatMap((line) => {
    const head = /^(\w{3}) +(\d+) (\d\d):(\d\d):(\d\d) (\S+) sshd\[\d+\]: (.*)$/.exec(line);
    if (!head) return [];
    const [, month, day, hours, minutes, seconds, host, said] = head;
    const midnight = Date.UTC(2025, months.indexOf(month!), Number(day)) / 1_000;
    const at = midnight + Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
    const folded = /^message repeated (\d+) times: \[ (.*)\]$/.exec(said!);
    const message = folded ? folded[2]! : said!;
    const told = /^(Failed|Accepted) \S+ for (invalid user )?(.*) from (\S+) port \d+ ssh2$/.exec(message);
    if (!told) return [];
    const [, outcome, invalid, user, address] = told;
    const attempt = { at, host: host!, address: address!, user: user!, exists: !invalid, ok: outcome === 'Accepted' };
    return Array.from({ length: folded ? Number(folded[1]) : 1 }, () => attempt);
  });
}

function groups(attempts: Attempt[], keyOf: (attempt: Attempt) => string): [string, Attempt[]][] {
  return [...Map.groupBy(attempts, keyOf)];
}

/** An episode starts when so many fall within so long, at the oldest of them, and lasts while the pauses are no longer. */
function counted(rule: string, keys: [string, Attempt[]][], tiers: Tier[]): PlainAlert[] {
  const longest = Math.max(...tiers.map(({ seconds }) => seconds));
  return keys.flatMap(([key, attempts]) =>
    stretches(
      attempts.map(({ at }) => at),
      longest,
    ).flatMap((times) => {
      const severities = times.map((_, last) => severityAt(times, last, tiers));
      const opened = severities.findIndex((severity) => severity !== undefined);
      if (opened < 0) return [];
      const start = times.findIndex((time) => times[opened]! - time <= longest);
      let told = { last: opened, level: rankOf(severities[opened], tiers) };
      for (let last = opened + 1; last < times.length; last++) {
        const doubled = last - start + 1 >= 2 * (told.last - start + 1);
        const level = Math.max(told.level, rankOf(severities[last], tiers));
        if (doubled || level > told.level) told = { last, level };
      }
      const count = told.last - start + 1;
      return {
        rule,
        key,
        severity: tiers[told.level]!.severity,
        count,
        firstAt: times[start]!,
        lastAt: times[told.last]!,
      };
    }),
  );
}

function stretches(times: number[], longest: number): number[][] {
  const found: number[][] = [];
  times.forEach((time, index) => {
    if (index === 0 || time - times[index - 1]! > longest) found.push([]);
    found.at(-1)!.push(time);
  });
  return found;
}

function severityAt(times: number[], last: number, tiers: Tier[]): string | undefined {
  return tiers.findLast(({ count, seconds }) => {
    const within = times.slice(0, last + 1).filter((time) => times[last]! - time <= seconds);
    return within.length >= count;
  })?.severity;
}

const rankOf = (severity: string | undefined, tiers: Tier[]): number =>
  tiers.findIndex((tier) => tier.severity === severity);

/** Five failures within ten minutes before a login: by a person, if at one till and more than five seconds apart. */
function successes(keys: [string, Attempt[]][]): PlainAlert[] {
  return keys.flatMap(([key, attempts]) => {
    let failures: Attempt[] = [];
    return attempts.flatMap((attempt) => {
      if (!attempt.ok) failures.push(attempt);
      if (!attempt.ok) return [];
      const recent = failures.slice(-49).filter(({ at }) => attempt.at - at <= 600);
      failures = [];
      if (recent.length < 5) return [];
      const steps = [...recent, attempt];
      const byHand = steps.every(
        ({ address, at }, index) => address === attempt.address && (index === 0 || at - steps[index - 1]!.at > 5),
      );
      const severity = byHand ? 'medium' : 'high';
      return [{ rule: 'R4', key, severity, count: recent.length, firstAt: recent[0]!.at, lastAt: attempt.at }];
    });
  });
}
