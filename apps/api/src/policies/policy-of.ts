import type { Policies } from '@gongji/application';
import type { Policy } from '@gongji/core';
import { refusalProblem } from '../http/problem.ts';

/** @throws Problem for a region without rules. */
export function policyOf(policies: Policies, region: string): Policy {
  const policy = policies.of(region);
  if (policy !== undefined) return policy;
  const message = `No rules for the region ${region}.`;
  throw refusalProblem({ code: 'unknown-region', message, field: 'region' });
}
