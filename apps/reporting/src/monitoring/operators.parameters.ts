import {
  CursorParameter,
  IdFilter,
  IdParameter,
  InstantParameter,
  LimitParameter,
  OneOf,
  SearchText,
} from '../parameter-rules.js';

/** As the address has it, and as the reader calls it. */
export const operatorSorts = { id: 'id', '-lastSeen': 'lastSeen', '-consecutiveFailures': 'failures' } as const;

export class OperatorPath {
  @IdParameter() id!: string;
}

export class OperatorsParameters {
  @SearchText() q?: string;
  @IdFilter() store?: string;
  @OneOf(['active', 'locked', 'disabled']) status?: 'active' | 'locked' | 'disabled';
  @OneOf(['active', 'suspended', 'left', 'none'], '`none`: seen at a terminal, not registered.')
  registration?: 'active' | 'suspended' | 'left' | 'none';
  @OneOf(['none', 'in-force', 'void'], "Of PCI DSS; `void`: a cashier did a supervisor's work.")
  exemption?: 'none' | 'in-force' | 'void';
  @OneOf(Object.keys(operatorSorts), 'Default `id`.') sort?: keyof typeof operatorSorts;
  @LimitParameter() limit?: number;
  @CursorParameter() cursor?: string;
}

export class AsOfParameters {
  @InstantParameter('What was true then, by corrected event time.') asOf?: string;
  @InstantParameter('With what had reached us by then.') knownAt?: string;
}

export class TimelineParameters {
  @InstantParameter('Corrected event time, inclusive.') from?: string;
  @InstantParameter('Corrected event time, inclusive.') to?: string;
  @LimitParameter() limit?: number;
  @CursorParameter() cursor?: string;
}
