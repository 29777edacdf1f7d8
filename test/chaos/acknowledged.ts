/** As much of an answer as a terminal relies on. */
export interface Answer {
  results: readonly { id: string; status: string; position?: number }[];
}

export interface SentEvent {
  id: string;
  source: string;
  epoch?: number;
  sequence?: string;
}

export interface Receipt {
  id: string;
  position?: number;
}

/** What terminals were told is stored: from then on they may throw it away. */
export class Acknowledged {
  /** By stream and place in the journal, as the log names them. */
  readonly receipts = new Map<string, Receipt>();
  readonly violations: string[] = [];
  duplicates = 0;

  record(sent: readonly SentEvent[], { results }: Answer): void {
    sent.forEach((event, index) => this.recordOne(event, results[index]));
  }

  private recordOne({ id, source, epoch, sequence }: SentEvent, result: Answer['results'][number] | undefined): void {
    const key = placeKey(`terminal-${source.split('/').at(-1)}`, `${epoch}/${sequence}`);
    if (result?.id !== id || (result.status !== 'stored' && result.status !== 'duplicate')) {
      this.violations.push(`${key} was answered ${JSON.stringify(result)}`);
      return;
    }
    if (result.status === 'duplicate') this.duplicates++;
    const earlier = this.receipts.get(key);
    if (earlier && earlier.position !== result.position) {
      this.violations.push(`${key} was answered position ${earlier.position}, then ${result.position}`);
    }
    this.receipts.set(key, { id, ...(result.position !== undefined && { position: result.position }) });
  }
}

export function placeKey(stream: string, identity: string): string {
  return `${stream} ${identity}`;
}
