import type { Schemas } from '../documentation/command-schemas.ts';
import { PAYMENT_STATUSES } from '@gongji/projections';
import { AMOUNT, choice, DAY, list, orNull, page, POSITION, TEXT, whole } from '../documentation/schema.ts';

const CLEARED = { settled: AMOUNT, reversed: AMOUNT, approved: AMOUNT, withheld: AMOUNT, paid: AMOUNT, unpaid: AMOUNT };
const DONE = { date: DAY, by: TEXT, position: POSITION };

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
      rows: list(whole({ institutionId: TEXT, month: TEXT, ...CLEARED })),
    }),
    Payments: page(
      whole({
        paymentId: TEXT,
        institutionId: TEXT,
        month: TEXT,
        status: choice(...PAYMENT_STATUSES),
        amount: AMOUNT,
        proposed: whole(DONE),
        approved: orNull(whole({ ...DONE, withheld: AMOUNT, toPay: AMOUNT })),
        paid: orNull(whole({ ...DONE, reference: TEXT })),
        unpaid: AMOUNT,
      }),
    ),
  };
}
