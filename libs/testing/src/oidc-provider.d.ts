declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  /** As much of it as the tests use. */
  export default class Provider {
    constructor(issuer: string, configuration: Record<string, unknown>);
    /** Koa's: what comes before and after its own handling of a request. */
    use(layer: (context: { body?: unknown }, next: () => Promise<void>) => Promise<void>): void;
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  }
}
