import type { PolicySettings } from '@tillwatch/events';

/** What a terminal told of an operator's present password. */
export interface ToldVerdict {
  profile: string;
  version: string | number;
  length: number;
  /** Of lower case, upper case, digits and symbols. */
  classes: number;
  blocklisted: boolean;
  reused: boolean;
  /** Where it was set. */
  storeId?: string;
}

export type VerdictFault = 'too-short' | 'classes-missing' | 'blocklisted' | 'reused' | 'other-policy';

interface InForce {
  profile: string;
  version: number;
  settings: PolicySettings;
}

/**
 * Where a password fell short of the policy in force when it was set, by the facts of its verdict, whatever the terminal
 * judged by. `isExempt`: PCI DSS spares the account length, classes and history. Which classes are there a verdict does
 * not tell, so as many as must be there are counted.
 */
export function verdictFaults(verdict: ToldVerdict, policy: InForce, isExempt: boolean): VerdictFault[] {
  const { profile, version, settings } = policy;
  const { minLength, minLengthWithFactor = minLength, requiredClasses, minClasses } = settings;
  // A verdict does not tell of other factors either: in doubt for the operator.
  const shortest = Math.min(minLength, minLengthWithFactor);
  const classes = Math.max(minClasses, requiredClasses.length);
  const faults: [VerdictFault, boolean][] = [
    ['too-short', !isExempt && verdict.length < shortest],
    ['classes-missing', !isExempt && settings.classesEnforced && verdict.classes < classes],
    ['blocklisted', settings.blocklist && verdict.blocklisted],
    ['reused', !isExempt && settings.history > 0 && verdict.reused],
    ['other-policy', verdict.profile !== profile || String(verdict.version) !== String(version)],
  ];
  return faults.flatMap(([fault, isSo]) => (isSo ? [fault] : []));
}
