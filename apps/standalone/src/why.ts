import { SettingError } from '@tillwatch/kernel';
import { isUnavailable, StartupError } from '@tillwatch/postgres';

/** What a person at the prompt is told: both languages where somebody can act on it, a stack only where it is our bug. */
export function why(error: unknown): string {
  if (error instanceof StartupError) return `${error.message}\n${error.zh}`;
  if (error instanceof SettingError) return `${error.message}\n${error.zh}`;
  if (isUnavailable(error)) {
    return `The database does not answer; check TILLWATCH_DATABASE_URL: ${(error as Error).message}\n数据库没有响应，请检查 TILLWATCH_DATABASE_URL。`;
  }
  if (error instanceof Error && (error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
    return 'The port is taken; set TILLWATCH_PORT to another. / 端口已被占用，请更改 TILLWATCH_PORT。';
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
