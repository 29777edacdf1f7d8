import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Admin, Kafka, type SeekEntry } from 'kafkajs';
import type { MemberSettings, Said } from './member.js';

export type Batch = Extract<Said, { partition: number }> & { member: number };

export interface Member {
  name: number;
  process: ChildProcess;
  /** Resolves when it has partitions. */
  joined: Promise<void>;
  /** Resolves when it is gone. */
  gone: Promise<void>;
}

/** Members of one consumer group, everything they say, and every commit of the group as the broker shows it. */
export class Group {
  readonly batches: Batch[] = [];
  readonly commits: { at: number; partition: number; offset: number }[] = [];
  readonly members: Member[] = [];
  private readonly admin: Admin;
  private watching: Promise<void> | undefined;
  private closed = false;

  constructor(private readonly settings: Omit<MemberSettings, 'delayMs'>) {
    this.admin = new Kafka({ brokers: settings.brokers, clientId: 'watcher', logLevel: 0 }).admin();
  }

  join(more: Pick<MemberSettings, 'delayMs' | 'dieAfter'>): Member {
    const script = fileURLToPath(new URL('./member.ts', import.meta.url));
    const argument = JSON.stringify({ ...this.settings, ...more });
    const child = spawn('node', ['--disable-warning=ExperimentalWarning', script, argument], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const name = this.members.length;
    const { promise: joined, resolve } = Promise.withResolvers<void>();
    createInterface({ input: child.stdout! }).on('line', (line) => {
      const said = JSON.parse(line) as Said;
      if ('partition' in said) this.batches.push({ ...said, member: name });
      else if (said.what === 'joined') resolve();
    });
    const member = { name, process: child, joined, gone: once(child, 'exit').then(() => {}) };
    this.members.push(member);
    return member;
  }

  /** Asks for the commits until the group is closed. */
  async watch(): Promise<void> {
    await this.admin.connect();
    this.watching = (async () => {
      while (!this.closed) {
        await this.look();
        await sleep(30);
      }
    })();
  }

  /** The offset committed for each partition now. */
  async look(): Promise<Map<number, number>> {
    const { groupId, topic } = this.settings;
    const found = await this.fetchOffsets(groupId, topic);
    const at = Date.now();
    const offsets = found.map(({ partition, offset }) => ({ at, partition, offset: Number(offset) }));
    this.commits.push(...offsets);
    return new Map(offsets.map(({ partition, offset }) => [partition, offset]));
  }

  /** A broker that has just started may not have found the group's coordinator yet. */
  private async fetchOffsets(groupId: string, topic: string, tries = 50): Promise<SeekEntry[]> {
    try {
      return (await this.admin.fetchOffsets({ groupId, topics: [topic] }))[0]!.partitions;
    } catch (error) {
      if (tries === 0) throw error;
      await sleep(200);
      return this.fetchOffsets(groupId, topic, tries - 1);
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.watching;
    for (const { process: child } of this.members) {
      child.kill('SIGCONT');
      child.kill('SIGKILL');
    }
    await Promise.all(this.members.map(({ gone }) => gone));
    await this.admin.disconnect();
  }

  ended(): Batch[] {
    return this.batches.filter(({ what }) => what === 'ended');
  }

  /** Commits that went back, and commits of records that nobody had finished by then: there must be none. */
  wrongCommits(): string[] {
    const highest = new Map<number, number>();
    const finishedAt = new Map<string, number>();
    for (const { partition, first, last, at } of this.ended()) {
      for (let offset = first; offset <= last; offset++) {
        const name = `${partition}/${offset}`;
        finishedAt.set(name, Math.min(finishedAt.get(name) ?? Infinity, at));
      }
    }
    const wrong = new Set<string>();
    for (const { at, partition, offset } of this.commits) {
      const before = highest.get(partition) ?? -1;
      if (offset < before) wrong.add(`partition ${partition} went back from ${before} to ${offset}`);
      highest.set(partition, offset);
      for (let done = Math.max(before, 0); done < offset; done++) {
        const finished = finishedAt.get(`${partition}/${done}`) ?? Infinity;
        if (finished > at) wrong.add(`${partition}/${done} was committed before anybody finished it`);
      }
    }
    return [...wrong];
  }

  /** Batches of one partition that were handled at the same time. */
  overlaps(): string[] {
    const open = new Map<number, Batch>();
    const found: string[] = [];
    for (const batch of this.batches.toSorted((one, other) => one.at - other.at)) {
      if (batch.what !== 'began') {
        if (open.get(batch.partition)?.member === batch.member) open.delete(batch.partition);
        continue;
      }
      const other = open.get(batch.partition);
      if (other)
        found.push(`${batch.partition}: ${other.member} from ${other.first}, ${batch.member} from ${batch.first}`);
      open.set(batch.partition, batch);
    }
    return found;
  }
}
