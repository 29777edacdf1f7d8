import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { errorCodes } from '@tillwatch/kernel';

/** What every error answer looks like. */
const problemSchema = {
  type: 'object',
  required: ['error'],
  additionalProperties: false,
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message'],
      additionalProperties: false,
      properties: {
        code: { type: 'string', enum: Object.keys(errorCodes) },
        message: { type: 'string' },
        path: { type: 'string', description: 'JSON pointer (RFC 6901) to the member or parameter at fault.' },
      },
    },
  },
};

/** Serves the OpenAPI page at `/docs` and the document at `/docs-json`; both are open, they hold no data. */
export function describeApi(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, () => openApiOf(app), { raw: ['json'], customSiteTitle: 'Tillwatch API' });
}

/** The document of every module in `app`, with the error answer on each operation. */
export function openApiOf(app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Tillwatch')
    .setDescription('Compliance and audit platform for the people and machines behind a shop’s tills.')
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer' })
    .build();
  const document = SwaggerModule.createDocument(app, config);
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: problemSchema },
  };
  const problemAnswer = {
    description: 'What went wrong; see `code`.',
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  for (const path of Object.values(document.paths)) {
    for (const operation of Object.values(path)) {
      const { responses } = operation as { responses?: Record<string, unknown> };
      if (responses) responses['default'] = problemAnswer;
    }
  }
  return document;
}
