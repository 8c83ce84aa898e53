import {
  minutesBetween,
  type AgreeContract,
  type DesignateInstitution,
  type PaymentMethod,
  type RecordAssessment,
  type Refusal,
  type VisitFields,
} from '@gongji/core';
import type { Command } from '../command.ts';

/** What one field's check cannot see: fields that contradict each other in form. */
export function contradiction(command: Command): Refusal | undefined {
  switch (command.type) {
    case 'GetFund':
    case 'RecordReconciliation':
      return command.from > command.to ? wrong('to', `to ${command.to} lies before from ${command.from}.`) : undefined;
    case 'SettleVisit':
    case 'SubmitClaim':
      return visitContradiction(command);
    case 'DesignateInstitution':
      return institutionContradiction(command);
    case 'AgreeContract':
      return contractContradiction(command);
    case 'RecordAssessment':
      return assessmentContradiction(command);
    default:
      return undefined;
  }
}

function wrong(field: string, message: string): Refusal {
  return { code: 'invalid-command', message, field };
}

/** What a programme needs to be told (POLICY.md 3). */
function visitContradiction(command: VisitFields): Refusal | undefined {
  const { programme, condition, drug, admittedAt, dischargedAt } = command;
  if (programme !== undefined && CERTIFIED.has(programme) && condition === undefined) {
    return wrong('condition', `condition is missing: ${programme} is paid for a certified condition.`);
  }
  if (programme === 'negotiated-drug' && drug === undefined) {
    return wrong('drug', 'drug is missing: a negotiated drug has a name.');
  }
  if (admittedAt !== undefined && dischargedAt !== undefined && minutesBetween(admittedAt, dischargedAt) < 0) {
    return wrong('dischargedAt', `dischargedAt ${dischargedAt} lies before admittedAt ${admittedAt}.`);
  }
  return undefined;
}

const CERTIFIED: ReadonlySet<string> = new Set(['two-diseases', 'chronic', 'special']);

function institutionContradiction({ kind, tier, hostInstitutionId }: DesignateInstitution): Refusal | undefined {
  if (kind === 'medical' && tier === undefined) return wrong('tier', 'tier is missing: a medical institution has one.');
  if (kind !== 'medical' && tier !== undefined) return wrong('tier', 'tier belongs to medical institutions only.');
  if (kind === 'internet-hospital' && hostInstitutionId === undefined) {
    return wrong('hostInstitutionId', 'hostInstitutionId is missing: an internet hospital rests on an institution.');
  }
  if (kind !== 'internet-hospital' && hostInstitutionId !== undefined) {
    return wrong('hostInstitutionId', 'hostInstitutionId belongs to internet hospitals only.');
  }
  return undefined;
}

/** Fields that one method needs, and no other takes. */
const FIELDS_OF = {
  'actual-cost': [],
  'total-budget': ['yearlyBudget'],
  'per-head': ['perHead', 'heads'],
  'per-disease': ['perCase'],
} as const satisfies { readonly [method in PaymentMethod]: readonly (keyof AgreeContract)[] };

function contractContradiction(command: AgreeContract): Refusal | undefined {
  const { method, perCase = [] } = command;
  for (const [of, fields] of Object.entries(FIELDS_OF)) {
    for (const field of fields) {
      if ((command[field] !== undefined) === (of === method)) continue;
      return wrong(field, of === method ? `${field} is missing: ${method} needs it.` : `${method} has no ${field}.`);
    }
  }
  const programmes = perCase.map(({ programme }) => programme);
  if (programmes.includes('ordinary')) return wrong('perCase', 'Ordinary visits are no cases of a disease.');
  return new Set(programmes).size < programmes.length
    ? wrong('perCase', 'perCase names a programme twice.')
    : undefined;
}

function assessmentContradiction(command: RecordAssessment): Refusal | undefined {
  const { month, year, deduction, deductionRate } = command;
  if (month === undefined && year === undefined)
    return wrong('month', 'month is missing, or year: one of them is assessed.');
  if (month !== undefined && year !== undefined) return wrong('year', 'An assessment is of a month or of a year.');
  if (deduction === undefined || deductionRate === undefined) return undefined;
  return wrong('deductionRate', 'A deduction is an amount or a rate.');
}
