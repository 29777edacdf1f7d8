export { newKey, type SigningKey } from './signing-key.js';
export { createTestDatabase, type TestDatabase } from './test-database.js';
