/** Answers about registered terminals, inspections, control failures and reviews. Times are RFC 3339 UTC. */

export interface DoneByView {
  by: string;
  at: string;
}

export type InspectionResult = 'ok' | 'defect' | 'tamper' | 'substitution';

export interface TerminalBindingView {
  acquirerCode: string;
  merchantCode: string;
  merchantCreditCode: string;
  /** Its last four characters; the account itself is kept nowhere. */
  settlementAccount: string;
  deploymentAddress: string;
}

export interface RegistrationView {
  /** Terminal id. */
  id: string;
  model: string;
  serial: string;
  binding: TerminalBindingView;
  storeId: string;
  custodian: string;
  location?: { latitude: number; longitude: number };
  registered: DoneByView;
  retired?: DoneByView & { reason: string };
  inspectEveryDays: number;
  /** Reference of the risk analysis that the interval comes from. */
  riskAnalysis?: string;
  lastInspection?: { id: string; at: string; result: InspectionResult };
  inspectionDue: string;
}

export interface InspectionView {
  id: string;
  terminalId: string;
  at: string;
  /** Who entered it. */
  actor: string;
  inspector: string;
  result: InspectionResult;
  /** Question to answer. */
  checklist: Record<string, unknown>;
  /** SHA-256 of each photo. */
  photos: string[];
  notes?: string;
  /** Tampering or substitution: an alert was raised, and a case is called for. */
  flagged: boolean;
}
