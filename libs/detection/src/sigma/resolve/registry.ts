import { attempt, Refusal, type SigmaProblem } from '../problem.js';
import type { CorrelationDocument, RuleDocument } from '../read/documents.js';

type Referable = RuleDocument | CorrelationDocument;

/** Everything that can be referred to, by id and by name. What comes second with an id or name is refused. */
export class Registry {
  readonly rules: RuleDocument[] = [];
  readonly correlations: CorrelationDocument[] = [];
  private readonly known = new Map<string, Referable>();

  constructor(documents: readonly Referable[], problems: SigmaProblem[]) {
    for (const document of documents) {
      attempt(problems, () => {
        this.register(document);
        if (document.kind === 'rule') this.rules.push(document);
        else this.correlations.push(document);
      });
    }
  }

  find(idOrName: string): Referable | undefined {
    return this.known.get(idOrName);
  }

  private register(document: Referable): void {
    const keys = [document.id, document.name].filter((key) => key !== undefined);
    const taken = keys.find((key) => this.known.has(key));
    if (taken !== undefined) throw new Refusal(document.place, 'name-taken', taken);
    for (const key of keys) this.known.set(key, document);
  }
}
