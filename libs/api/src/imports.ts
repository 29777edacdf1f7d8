/** Answer of an import: what became of each row, or would become of it. */
export interface ImportView {
  kind: ImportKind;
  /** Nothing was changed. */
  dryRun: boolean;
  counts: Record<ImportRowStatus, number>;
  rows: ImportRowView[];
}

/** A kind of file that can be imported, by its columns. */
export interface ImportKindView {
  kind: ImportKind;
  required: readonly string[];
  optional: readonly string[];
}

export type ImportKind = 'operators' | 'training' | 'rosters';
export type ImportRowStatus = 'created' | 'changed' | 'unchanged' | 'refused';

export interface ImportRowView {
  /** In the file, from 1; of a row on several lines the last. */
  line: number;
  status: ImportRowStatus;
  /** Whom it is about, where that can be told. */
  operatorId?: string;
  /** Why it was refused: a code of the closed list, and the column. */
  code?: string;
  path?: string;
}
