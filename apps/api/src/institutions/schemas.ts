import type { Schemas } from '../documentation/command-schemas.ts';
import { DIMENSIONS, PAYMENT_LINES, PAYMENT_METHODS } from '@gongji/core';
import { PAYMENT_STATUSES } from '@gongji/projections';
import { AMOUNT, choice, DAY, list, orNull, page, POSITION, TEXT, whole } from '../documentation/schema.ts';

const CLEARED = { settled: AMOUNT, reversed: AMOUNT, approved: AMOUNT, withheld: AMOUNT, paid: AMOUNT, unpaid: AMOUNT };
const DONE = { date: DAY, by: TEXT, position: POSITION };

const LINE = {
  type: 'object',
  properties: {
    kind: choice(...PAYMENT_LINES),
    amount: AMOUNT,
    article: TEXT,
    year: { type: 'integer' },
    assessmentId: TEXT,
  },
  required: ['kind', 'amount'],
};

/** What a payment would come to that was proposed now. */
const DUE = whole({ amount: AMOUNT, lines: list(LINE) });

/** What an institution's contract or assessment always says, and what only some do. */
function recorded(always: object, sometimes: object): object {
  const needed = { institutionId: TEXT, date: DAY, position: POSITION, article: TEXT, ...always };
  return { type: 'object', properties: { ...needed, ...sometimes }, required: Object.keys(needed) };
}

const CONTRACT = recorded(
  {
    ...{ number: { type: 'integer' }, from: TEXT, method: choice(...PAYMENT_METHODS), depositRate: TEXT },
    ...{ prepayment: AMOUNT, basis: TEXT, agreedBy: TEXT },
  },
  {
    ...{ yearlyBudget: AMOUNT, perHead: AMOUNT, heads: { type: 'integer' }, agreementArticle: TEXT },
    perCase: list(whole({ programme: choice(...DIMENSIONS.programme), amount: AMOUNT })),
  },
);

const ASSESSMENT = recorded(
  { assessmentId: TEXT, result: TEXT, reason: TEXT, recordedBy: TEXT },
  { month: TEXT, year: { type: 'integer' }, score: AMOUNT, deduction: AMOUNT, deductionRate: TEXT },
);

/** The schemas of designated institutions, of what they are due and of their payments. */
export function institutionSchemas(): Schemas {
  return {
    Institutions: page(
      whole({
        institutionId: TEXT,
        name: TEXT,
        kind: choice('medical', 'retail-pharmacy', 'internet-hospital'),
        tier: orNull({ type: 'integer', minimum: 1, maximum: 3 }),
        area: TEXT,
        agency: orNull(TEXT),
        designation: TEXT,
        outpatientPooling: { type: 'boolean' },
        dualChannel: { type: 'boolean' },
        hostInstitutionId: orNull(TEXT),
        from: DAY,
      }),
    ),
    Payables: whole({
      upTo: POSITION,
      institutions: list(whole({ institutionId: TEXT, ...CLEARED })),
      rows: list(
        whole({
          institutionId: TEXT,
          month: TEXT,
          ...CLEARED,
          due: DUE,
          prepayment: orNull(DUE),
          clearing: orNull(DUE),
        }),
      ),
    }),
    Contracts: page(CONTRACT),
    Assessments: page(ASSESSMENT),
    Payments: page(
      whole({
        paymentId: TEXT,
        institutionId: TEXT,
        month: TEXT,
        status: choice(...PAYMENT_STATUSES),
        kind: choice('month', 'prepayment', 'clearing'),
        amount: AMOUNT,
        lines: list(LINE),
        proposed: whole(DONE),
        approved: orNull(whole({ ...DONE, withheld: AMOUNT, toPay: AMOUNT })),
        paid: orNull(whole({ ...DONE, reference: TEXT })),
        unpaid: AMOUNT,
      }),
    ),
  };
}
