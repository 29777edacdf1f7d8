import { sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { CodedError, problem } from '@tillwatch/kernel';
import type { FastifyInstance } from 'fastify';
import { reportingOptions, type ReportingOptions } from '../reporting-options.js';

/** Never the console's own routing: an unknown path there is 404 and not a page. */
const noPages = /^\/(assets|v1|docs|docs-json|metrics|healthz|readyz)(\/|\?|$)/;

const immutable = 'public, max-age=31536000, immutable';

/**
 * Serves the console's built files at `/`. The list of files is read once at the start, so no path of a request ever
 * reaches the file system; any other path is the console's own routing and gets `index.html`.
 */
@Injectable()
export class ConsoleFiles implements OnModuleInit {
  constructor(
    @Inject(reportingOptions) private readonly options: ReportingOptions,
    private readonly host: HttpAdapterHost,
  ) {}

  onModuleInit(): void {
    const { consoleFolder } = this.options;
    if (!consoleFolder) return;
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.register(fastifyStatic, {
      root: consoleFolder,
      wildcard: false,
      index: false,
      cacheControl: false,
      // Vite puts a hash of the content into the name of everything under assets/.
      setHeaders: (reply, path) => {
        void reply.header('cache-control', path.includes(`${sep}assets${sep}`) ? immutable : 'no-cache');
      },
    });
    fastify.get('/*', (request, reply) => {
      if (noPages.test(request.url)) throw new CodedError(problem('not-found'));
      return reply.sendFile('index.html');
    });
  }
}
