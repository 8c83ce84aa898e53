import { refuse } from '../ledger/refusal.ts';
import { TABLES } from '../policy/table-names.ts';
import type { Visit } from './visit.ts';

/** Whether the pooled fund covers a visit; if not, why, and where that is written. */
export type Coverage =
  | { readonly covered: true }
  | {
      readonly covered: false;
      readonly reason: string;
      /** Row of the pack, "exclusion/CODE" or "entitlement". */
      readonly rule: string;
    };

const COVERED: Coverage = { covered: true };

/** The checks behind exclusion, stay and suspension, in the order in which their reasons count (COMMANDS.md). */
const CHECKS = [
  TABLES.coverageAccount,
  TABLES.coveragePlace,
  TABLES.coveragePooling,
  TABLES.coverageInstitution,
  TABLES.coveragePrescription,
  TABLES.coverageTier,
  TABLES.coverageHours,
] as const;

/**
 * Finds the first reason for which the pooled fund does not pay. A visit without one that may only be reimbursed by claim is
 * refused: `claim-required` applies where the pool would pay (shangrao art. 21(2)).
 */
export function coverageOf(visit: Visit): Coverage {
  if (visit.exclusion !== undefined) {
    return { covered: false, reason: visit.exclusion, rule: `exclusion/${visit.exclusion}` };
  }
  if (visit.duringStay) {
    const stay = check(visit, TABLES.coverageInpatientStay);
    if (!stay.covered) return stay;
  }
  if (visit.suspended) return { covered: false, reason: 'entitlement-suspended', rule: 'entitlement' };
  return checked(visit);
}

/** Coverage by the tables alone: also asked when an expense passes on to another rule (panzhihua art. 11). */
export function checked(visit: Visit): Coverage {
  let claimRequired: string | undefined;
  for (const table of CHECKS) {
    const coverage = check(visit, table);
    if (coverage.covered) continue;
    if (coverage.reason !== 'claim-required') return coverage;
    claimRequired = coverage.rule;
  }
  if (claimRequired !== undefined) {
    refuse('claim-required', 'Care of this kind is reimbursed by claim only.', {
      field: 'institutionId',
      article: visit.policy.articleOf(claimRequired),
    });
  }
  return COVERED;
}

function check(visit: Visit, table: string): Coverage {
  const { value, row } = visit.policy.word(table, visit.facts, visit.on, visit.parameters);
  return value === 'covered' ? COVERED : { covered: false, reason: value, rule: row };
}
