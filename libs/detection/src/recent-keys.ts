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
    const held = this.young.size + this.old.size;
    if (this.young.size * 2 > this.limit) {
      this.old = this.young;
      this.young = new Map();
    }
    if (this.young.size + this.old.size > this.limit) this.old = new Map();
    return held - this.young.size - this.old.size;
  }
}
