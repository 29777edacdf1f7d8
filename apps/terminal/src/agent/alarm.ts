import type { Environment } from './environment.js';

/** Rings once, `ms` after it was started; starting it again before that changes nothing. */
export class Alarm {
  private cancel: (() => void) | undefined;

  constructor(
    private readonly environment: Environment,
    private readonly ms: number,
    private readonly action: () => void,
  ) {}

  start(): void {
    this.cancel ??= this.environment.after(this.ms, () => {
      this.cancel = undefined;
      this.action();
    });
  }

  stop(): void {
    this.cancel?.();
    this.cancel = undefined;
  }
}
