export type { Database, Migration, Queryable } from './database.js';
