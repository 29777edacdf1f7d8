import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { PoliciesView, PolicyView } from '@tillwatch/api';
import { policiesView, policyView, readPolicies } from '@tillwatch/read-models';
import { reportingOptions, type ReportingOptions } from '../reporting-options.js';

/** Every profile at an instant, default now, and what a store was held to then. */
export class ListPolicies extends Query<PoliciesView> {
  constructor(
    readonly store?: string,
    readonly asOf?: number,
  ) {
    super();
  }
}

@QueryHandler(ListPolicies)
export class ListPoliciesHandler implements IQueryHandler<ListPolicies> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  async execute({ store, asOf }: ListPolicies): Promise<PoliciesView> {
    return policiesView(await readPolicies(this.options.database), store, asOf ?? this.options.clock());
  }
}

export class GetPolicy extends Query<PolicyView | undefined> {
  constructor(
    readonly profile: string,
    readonly asOf?: number,
  ) {
    super();
  }
}

@QueryHandler(GetPolicy)
export class GetPolicyHandler implements IQueryHandler<GetPolicy> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  async execute({ profile, asOf }: GetPolicy): Promise<PolicyView | undefined> {
    const { lives } = await readPolicies(this.options.database);
    return policyView(profile, lives.get(profile), asOf ?? this.options.clock());
  }
}
