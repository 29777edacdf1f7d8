/** For routes that take none: any is refused. */
export class NoParameters {}
