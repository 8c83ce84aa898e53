import type { Schema, Schemas } from '../documentation/command-schemas.ts';
import { DAY, AMOUNT, choice, list, orNull, POSITION, TEXT, whole } from '../documentation/schema.ts';

const PARTS = { pooled: AMOUNT, account: AMOUNT, cash: AMOUNT };
const AMOUNTS = whole(PARTS);
const PAID = whole({
  ...PARTS,
  payments: { type: 'object', additionalProperties: AMOUNT, description: 'the pooled part by line' },
});

const REFUSAL: Schema = {
  ...whole({ code: TEXT, message: TEXT }),
  properties: { code: TEXT, message: TEXT, field: TEXT, article: TEXT },
  nullable: true,
  description: 'why the command would have been refused',
};

/** A step in its compact form: its inputs stand beside. */
const STEP = orNull({ ...whole({ step: TEXT, rule: TEXT, amount: AMOUNT }), additionalProperties: true });

/** The schema of a review of reversals. */
export function reviewSchemas(): Schemas {
  return {
    Review: whole({
      region: TEXT,
      personId: TEXT,
      reversals: list(whole({ visitId: TEXT, visitDate: DAY, reversedOn: DAY, paid: PAID })),
      position: POSITION,
      settlements: list(
        whole({
          visitId: TEXT,
          claimId: orNull(TEXT),
          position: POSITION,
          visitDate: DAY,
          programme: TEXT,
          found: PAID,
          expected: PAID,
          difference: { ...AMOUNTS, description: 'expected less found' },
          refusal: REFUSAL,
          steps: list(whole({ step: TEXT, rule: TEXT, article: TEXT, found: STEP, expected: STEP })),
        }),
      ),
      difference: { ...AMOUNTS, description: 'the sum over the settlements' },
      movements: list(
        whole({
          type: TEXT,
          position: POSITION,
          occurredOn: DAY,
          found: AMOUNT,
          expected: AMOUNT,
          refusal: REFUSAL,
        }),
      ),
      leftOut: list(
        whole({ reason: choice('other-rules', 'family-visit', 'owner'), personId: TEXT, visitId: orNull(TEXT) }),
      ),
    }),
  };
}
