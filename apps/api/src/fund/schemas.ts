import type { Schemas } from '../documentation/command-schemas.ts';
import { AMOUNT, whole } from '../documentation/schema.ts';

/** The schema of what GetFund answers. */
export function fundSchemas(): Schemas {
  return {
    Fund: whole({
      pooled: whole({
        income: AMOUNT,
        toAccounts: AMOUNT,
        payments: { type: 'object', additionalProperties: AMOUNT, description: 'by line; none of zero' },
      }),
      accounts: whole({ credited: AMOUNT, spent: AMOUNT, paidOut: AMOUNT, adjusted: AMOUNT }),
      visits: { type: 'integer', description: 'settled visits and claims, less reversals' },
    }),
  };
}
