import { LOOPBACK } from './port.js';

/**
 * Given on the command line, so that every start has them. Durability is PostgreSQL's default and said again on
 * purpose. The log quotes no statements and no values: they hold personal data.
 */
const settings: Record<string, string> = {
  listen_addresses: LOOPBACK,
  unix_socket_directories: '',
  max_connections: '50',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  shared_buffers: '256MB',
  max_wal_size: '4GB',
  wal_compression: 'on',
  checkpoint_timeout: '15min',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  logging_collector: 'off',
  log_min_messages: 'warning',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

export function serverArguments(cluster: string, port: number): string[] {
  const options = Object.entries({ ...settings, port: String(port) });
  return ['-D', cluster, ...options.flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}
