/** Why a command was refused. Codes are part of the interface (COMMANDS.md, Refusals); each has one meaning. */
export const REFUSAL_CODES = {
  'invalid-command': 'A field is missing, unknown, malformed or contradicts another one.',
  'command-id-reused': 'The commandId was used by an accepted command with other content.',
  'unknown-region': 'No policy pack for this region.',
  'unknown-person': 'Nobody with this personId was enrolled in the region.',
  'unknown-institution': 'No institution with this id was designated in the region.',
  'unknown-visit': 'The person has no settled visit with this id.',
  'unknown-claim': 'The region has no claim with this id.',
  'unknown-contribution': 'The person has no contribution for this month that could be reversed.',
  'unknown-case': 'The region has no case with this id.',
  'unknown-violation': "The region's document names no such violation.",
  'unknown-authority': "The region's document names no such authority.",
  'unknown-payment': 'The region has no payment with this id.',
  'unknown-reconciliation': 'The region has no such reconciliation or item in the year.',
  'payment-not-approved': 'The payment waits for its approval.',
  'payment-outdated': 'What the payment rests on has changed since it was proposed.',
  'no-contract': 'No contract with the institution says so.',
  'terms-not-allowed': "The region's document does not allow such terms of a contract or an assessment.",
  'already-exists': 'The id was used before.',
  'not-entitled': 'The date lies before the enrolment.',
  'not-contributing': 'A retired person pays no contributions.',
  'institution-not-designated':
    'The institution was not designated on the date: before, after, or during a suspension.',
  'not-certified': 'No certificate in force for the programme and the condition.',
  'parameter-missing': 'A local parameter that the rule needs has no value in force.',
  'parameter-outside-limits': "A local parameter breaks the document's own limit.",
  'policy-not-in-force': 'The document is not in force on the date.',
  'already-reversed': 'The settlement was reversed before.',
  'insufficient-balance': 'The account holds less than the amount.',
  'preview-outdated': 'The visit would now be paid otherwise than its preview said.',
  'use-not-allowed': 'The document does not allow the account to pay for this.',
  'not-family': "No family link in force between the account's owner and the person.",
  'claim-required': 'Care of this kind is reimbursed by claim only.',
  'claim-too-late': "The claim was filed after the document's last day.",
  'claim-not-open': 'The claim was decided before.',
  'case-not-open': 'The case was decided before.',
  'case-not-decided': 'The case was not decided yet.',
  'exceeds-decision': 'More would have come back than was decided.',
  'same-actor': 'Who proposed may not approve, and neither of them may pay.',
  'incompatible-duties': 'The duties may not be held by one person.',
  'year-closed': 'The year of the date is closed.',
  'month-closed': 'The month was closed before.',
  'month-open': 'An earlier month of the year has movements and is not closed.',
  'account-closed': 'The account was transferred out, refunded or inherited.',
  'no-account': 'The plan has no personal account.',
  conflict: 'Other commands kept changing the same stream; try again.',
} as const;

export type RefusalCode = keyof typeof REFUSAL_CODES;

export interface Refusal {
  readonly code: RefusalCode;
  /** One sentence for a person: what is wrong, with the values. */
  readonly message: string;
  /** The command's field that is wrong, where one is. */
  readonly field?: string;
  /** The article or the local rule that refuses, where one does. */
  readonly article?: string;
}

/**
 * Carries a refusal out of nested rules to the decision that answers with it. It never leaves the core: `deciding` turns
 * it into a value.
 */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(readonly refusal: Refusal) {
    super(refusal.message);
  }
}

export function refuse(code: RefusalCode, message: string, where: { field?: string; article?: string } = {}): never {
  throw new Refused({ code, message, ...where });
}

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

/** Runs a decision and answers with its value or its refusal; anything else that is thrown is a defect and goes on. */
export function deciding<T>(decide: () => T): Outcome<T> {
  try {
    return { ok: true, value: decide() };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal };
    throw error;
  }
}
