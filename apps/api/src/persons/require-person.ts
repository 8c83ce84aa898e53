import type { Policies } from '@gongji/application';
import type { PersonOverview, Views } from '@gongji/projections';
import { refusalProblem } from '../http/problem.ts';
import { policyOf } from '../policies/policy-of.ts';

/** @throws Problem for a region without rules and for somebody who was never enrolled in it. */
export async function requirePerson(
  views: Views,
  policies: Policies,
  { region, personId }: { readonly region: string; readonly personId: string },
): Promise<PersonOverview> {
  policyOf(policies, region);
  const person = await views.person(region, personId);
  if (person !== undefined) return person;
  const message = `Nobody with the personId ${personId} is enrolled.`;
  throw refusalProblem({ code: 'unknown-person', message, field: 'personId' });
}
