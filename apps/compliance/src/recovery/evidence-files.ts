import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { EvidenceFileType } from '@tillwatch/events';
import { seal, unseal } from '@tillwatch/kernel';
import type { Database, Migration } from '@tillwatch/postgres';

/** Documents of recovery cases. A document without its key is one that nobody can read again. */
export const evidenceMigrations: Migration[] = [
  {
    id: '0070-evidence-files',
    sql: `
      CREATE TABLE tillwatch.evidence_keys (
        case_id uuid PRIMARY KEY,
        wrapped text NOT NULL
      );
      CREATE TABLE tillwatch.evidence_files (
        case_id uuid NOT NULL REFERENCES tillwatch.evidence_keys,
        digest text COLLATE "C" NOT NULL,
        sealed bytea NOT NULL,
        PRIMARY KEY (case_id, digest)
      );
      GRANT SELECT, INSERT, DELETE ON tillwatch.evidence_keys, tillwatch.evidence_files TO tillwatch_app;
    `,
  },
  {
    // A key for each document, because each has a retention of its own; older ones get copies of their case's.
    id: '0071-evidence-document-keys',
    sql: `
      CREATE TABLE tillwatch.evidence_document_keys (
        case_id uuid NOT NULL,
        digest text COLLATE "C" NOT NULL,
        wrapped text NOT NULL,
        PRIMARY KEY (case_id, digest)
      );
      INSERT INTO tillwatch.evidence_document_keys
        SELECT case_id, digest, wrapped FROM tillwatch.evidence_files JOIN tillwatch.evidence_keys USING (case_id);
      ALTER TABLE tillwatch.evidence_files DROP CONSTRAINT evidence_files_case_id_fkey;
      ALTER TABLE tillwatch.evidence_files ADD CONSTRAINT evidence_files_key FOREIGN KEY (case_id, digest)
        REFERENCES tillwatch.evidence_document_keys ON DELETE CASCADE;
      DROP TABLE tillwatch.evidence_keys;
      GRANT SELECT, INSERT, DELETE ON tillwatch.evidence_document_keys TO tillwatch_app;
    `,
  },
];

const nonceBytes = 12;
const tagBytes = 16;
const keyBytes = 32;

/** How files of a type begin. Names and content types are what somebody says; these bytes are what a viewer goes by. */
const beginnings: [EvidenceFileType, readonly number[]][] = [
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
];

/** `undefined` for what is none of the types that are taken. */
export function fileTypeOf(bytes: Buffer): EvidenceFileType | undefined {
  return beginnings.find(([, beginning]) => beginning.every((byte, index) => bytes[index] === byte))?.[0];
}

/** Keeps documents by case and SHA-256, each under a key of its own (AES-256-GCM). */
export class EvidenceFiles {
  /** `wrappingKey`: 64 hex digits; keeps the documents' keys. */
  constructor(
    private readonly database: Database,
    private readonly wrappingKey: string,
  ) {}

  /** The same document twice is one. */
  async put(caseId: string, digest: string, bytes: Buffer): Promise<void> {
    const key = await this.keyOf(caseId, digest);
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(aboutOf(caseId, digest));
    const sealed = Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
    await this.database.query(
      'INSERT INTO tillwatch.evidence_files (case_id, digest, sealed) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      [caseId, digest, sealed],
    );
  }

  /** `undefined` when it is not there. Throws when it was changed, or its key cannot be opened. */
  async get(caseId: string, digest: string): Promise<Buffer | undefined> {
    const [row] = await this.database.query<{ sealed: Buffer; wrapped: string }>(
      `SELECT sealed, wrapped FROM tillwatch.evidence_files JOIN tillwatch.evidence_document_keys USING (case_id, digest)
       WHERE case_id = $1 AND digest = $2`,
      [caseId, digest],
    );
    if (!row) return undefined;
    const { sealed } = row;
    const decipher = createDecipheriv('aes-256-gcm', this.opened(caseId, row.wrapped), sealed.subarray(0, nonceBytes));
    decipher.setAAD(aboutOf(caseId, digest)).setAuthTag(sealed.subarray(-tagBytes));
    return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()]);
  }

  private async keyOf(caseId: string, digest: string): Promise<Buffer> {
    const made = seal(this.wrappingKey, keyName(caseId), randomBytes(keyBytes).toString('hex'));
    await this.database.query(
      'INSERT INTO tillwatch.evidence_document_keys (case_id, digest, wrapped) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      [caseId, digest, made],
    );
    const text = 'SELECT wrapped FROM tillwatch.evidence_document_keys WHERE case_id = $1 AND digest = $2';
    const [row] = await this.database.query<{ wrapped: string }>(text, [caseId, digest]);
    return this.opened(caseId, row!.wrapped);
  }

  private opened(caseId: string, wrapped: string): Buffer {
    const key = unseal(this.wrappingKey, keyName(caseId), wrapped);
    if (key === undefined) throw new Error('The key of a recovery case does not open: was TILLWATCH_SECRET changed?');
    return Buffer.from(key, 'hex');
  }
}

/** Its key, and its bytes with it, in one step; again is nothing. What backups still hold ends with them. */
export async function destroyEvidenceFile(database: Database, caseId: string, digest: string): Promise<void> {
  const text = 'DELETE FROM tillwatch.evidence_document_keys WHERE case_id = $1 AND digest = $2';
  await database.query(text, [caseId, digest]);
}

function keyName(caseId: string): string {
  return `evidence key ${caseId}`;
}

function aboutOf(caseId: string, digest: string): Buffer {
  return Buffer.from(`${caseId}/${digest}`);
}
