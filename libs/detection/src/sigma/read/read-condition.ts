import { Refusal, type Place } from '../problem.js';
import { compileGlob } from '../value/glob.js';
import { joined, MANY } from '../value/pattern.js';

/** A condition over the names of search identifiers. */
export type Condition =
  { kind: 'and' | 'or'; parts: Condition[] } | { kind: 'not'; part: Condition } | { kind: 'search'; name: string };

const MAX_LENGTH = 4_096;
const MAX_DEPTH = 32;

/** Words of the grammar; a search identifier may not be called so. */
export const reserved: readonly string[] = ['and', 'or', 'not', 'of', 'them', 'all', 'any', '1'];

/**
 * Rules specification, "Condition": `or`, `and`, `not`, `1 of` / `all of` a pattern or `them`, brackets, binding in this
 * order. Operators in any case. Identifiers that start with `_` belong to a pattern only if it starts so too.
 */
export function readCondition(text: string, names: readonly string[], place: Place): Condition {
  if (text.length > MAX_LENGTH) throw new Refusal(place, 'condition-too-large');
  return new ConditionReader(text, names, place).read();
}

class ConditionReader {
  private readonly tokens: string[];
  private at = 0;
  private depth = 0;

  constructor(
    text: string,
    private readonly names: readonly string[],
    private readonly place: Place,
  ) {
    this.tokens = text.match(/[()|]|[^\s()|]+/g) ?? [];
    const bar = this.tokens.indexOf('|');
    if (bar >= 0) throw new Refusal(place, 'legacy-aggregation', this.tokens.slice(bar).join(' '));
  }

  read(): Condition {
    const condition = this.either();
    if (this.at < this.tokens.length) this.refuseHere();
    return condition;
  }

  private either(): Condition {
    return this.chain('or', () => this.chain('and', () => this.negated()));
  }

  private chain(kind: 'and' | 'or', next: () => Condition): Condition {
    const parts = [next()];
    while (this.word() === kind) {
      this.at++;
      parts.push(next());
    }
    return parts.length === 1 ? parts[0]! : { kind, parts };
  }

  private negated(): Condition {
    if (this.word() !== 'not') return this.operand();
    this.enter();
    const part = this.negated();
    this.depth--;
    return { kind: 'not', part };
  }

  private operand(): Condition {
    const token = this.tokens[this.at];
    if (token === '(') {
      this.enter();
      const inner = this.either();
      if (this.tokens[this.at] !== ')') this.refuseHere();
      this.at++;
      this.depth--;
      return inner;
    }
    if (token === undefined || token === ')') return this.refuseHere();
    if (this.word(1) === 'of') return this.quantified(token);
    if (['and', 'or', 'of'].includes(token.toLowerCase())) return this.refuseHere();
    this.at++;
    if (!this.names.includes(token)) throw new Refusal(this.place, 'condition-unknown', token);
    return { kind: 'search', name: token };
  }

  private quantified(quantifier: string): Condition {
    const kind = quantifier.toLowerCase() === 'all' ? 'and' : 'or';
    if (!['1', 'any', 'all'].includes(quantifier.toLowerCase())) {
      throw new Refusal(this.place, 'condition-quantifier', quantifier);
    }
    this.at += 2;
    const pattern = this.tokens[this.at];
    if (pattern === undefined || '()'.includes(pattern)) return this.refuseHere();
    this.at++;
    const parts = namesLike(pattern, this.names).map((name): Condition => ({ kind: 'search', name }));
    if (!parts.length) throw new Refusal(this.place, 'condition-matches-none', pattern);
    return parts.length === 1 ? parts[0]! : { kind, parts };
  }

  private enter(): void {
    this.at++;
    if (++this.depth > MAX_DEPTH) throw new Refusal(this.place, 'condition-too-large');
  }

  private word(ahead = 0): string | undefined {
    return this.tokens[this.at + ahead]?.toLowerCase();
  }

  private refuseHere(): never {
    throw new Refusal(this.place, 'condition-syntax', this.tokens[this.at] ?? '');
  }
}

function namesLike(pattern: string, names: readonly string[]): string[] {
  const pieces = pattern.toLowerCase() === 'them' ? ['', ''] : pattern.split('*');
  const fits = compileGlob(joined(pieces.flatMap((piece, i) => (i ? [MANY, piece] : [piece]))));
  const hidden = pattern.startsWith('_');
  return names.filter((name) => fits(name) && (hidden || !name.startsWith('_')));
}
