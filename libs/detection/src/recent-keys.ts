/**
 * A map that forgets what was not used lately, in two generations: reading a value moves it to the young one; `shrink`
 * lets the old one go once the young one is half full. Close to least-recently-used, without reordering on each read.
 */
export class RecentKeys<Value> {
  private young = new Map<string, Value>();
  private old = new Map<string, Value>();

  /** `limit`: how many values are held after `shrink`. */
  constructor(private readonly limit: number) {}

  get(key: string): Value | undefined {
    const found = this.young.get(key);
    if (found !== undefined || this.old.size === 0) return found;
    const aged = this.old.get(key);
    if (aged !== undefined) {
      this.old.delete(key);
      this.young.set(key, aged);
    }
    return aged;
  }

  set(key: string, value: Value): void {
    this.old.delete(key);
    this.young.set(key, value);
  }

  delete(key: string): void {
    this.young.delete(key);
    this.old.delete(key);
  }

  clear(): void {
    this.young.clear();
    this.old.clear();
  }

  /** Between batches only, so that nothing a batch uses goes away under it. Returns how many values were let go. */
  shrink(): number {
    if (this.young.size * 2 <= this.limit) return 0;
    const dropped = this.old.size;
    const overfull = this.young.size > this.limit;
    this.old = overfull ? new Map() : this.young;
    const lost = overfull ? this.young.size : 0;
    this.young = new Map();
    return dropped + lost;
  }
}
