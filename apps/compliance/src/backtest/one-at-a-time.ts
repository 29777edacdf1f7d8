import { CodedError, problem } from '@tillwatch/kernel';

const retryAfterSeconds = 5;

/** Runs over the past share the process with what happens now: there is one of them at a time in an instance. */
export class OneAtATime {
  private taken = false;

  /** Call what it returns when the run is over; again does no harm. Throws `too-many-requests` while another is on. */
  enter(): () => void {
    if (this.taken) throw new CodedError(problem('too-many-requests'), { retryAfter: retryAfterSeconds });
    this.taken = true;
    let mine = true;
    return () => {
      if (mine) this.taken = false;
      mine = false;
    };
  }
}
