import { StartupError } from '@tillwatch/postgres';

/** What a person at the prompt is told: both languages where somebody can act on it, a stack only where it is our bug. */
export function why(error: unknown): string {
  if (error instanceof StartupError) return `${error.message}\n${error.zh}`;
  if (error instanceof Error && (error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
    return 'The port is taken; set TILLWATCH_PORT to another. / 端口已被占用，请更改 TILLWATCH_PORT。';
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
