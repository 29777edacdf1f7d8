/** Enough of a part to tell most texts apart; it bounds the memory that long ones take. */
const MAX_PART_CHARACTERS = 24;

interface Node {
  next: Map<number, Node>;
  /** The longest end of this node's text that is the beginning of another part. */
  fallback: Node | undefined;
  /** Rules whose part ends here, and those of shorter parts that end here too. */
  rules: number[];
  shorter: Node | undefined;
}

/**
 * Which of many parts a text contains, found in one pass over the text (Aho and Corasick, 1975): a thousand rules that each
 * look for something within a field cost one look at the field.
 */
export class PartIndex {
  private readonly root = newNode();
  private isLinked = true;

  get isEmpty(): boolean {
    return this.root.next.size === 0;
  }

  add(part: string, rule: number): void {
    let node = this.root;
    for (let i = 0; i < Math.min(part.length, MAX_PART_CHARACTERS); i++) {
      const unit = part.charCodeAt(i);
      let next = node.next.get(unit);
      if (!next) node.next.set(unit, (next = newNode()));
      node = next;
    }
    if (node.rules.at(-1) !== rule) node.rules.push(rule);
    this.isLinked = false;
  }

  /** Calls `see` with the rule of each part that begins like one within the text, some perhaps more than once. */
  find(text: string, see: (rule: number) => void): void {
    if (!this.isLinked) this.link();
    let node = this.root;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      let next = node.next.get(unit);
      while (!next && node.fallback) {
        node = node.fallback;
        next = node.next.get(unit);
      }
      if (!next) continue;
      node = next;
      for (let end: Node | undefined = node; end; end = end.shorter) for (const rule of end.rules) see(rule);
    }
  }

  /** Breadth first: what a node falls back to is nearer to the root than itself. */
  private link(): void {
    const waiting: Node[] = [this.root];
    for (const node of waiting) {
      for (const [unit, next] of node.next) {
        let fallback = node.fallback;
        while (fallback && !fallback.next.has(unit)) fallback = fallback.fallback;
        next.fallback = node === this.root ? this.root : (fallback?.next.get(unit) ?? this.root);
        next.shorter = next.fallback.rules.length ? next.fallback : next.fallback.shorter;
        waiting.push(next);
      }
    }
    this.isLinked = true;
  }
}

function newNode(): Node {
  return { next: new Map(), fallback: undefined, rules: [], shorter: undefined };
}
