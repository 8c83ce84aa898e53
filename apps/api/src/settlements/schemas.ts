import { reference, type Schema, type Schemas } from '../documentation/command-schemas.ts';
import { DAY, AMOUNT, list, orNull, page, POSITION, TEXT, whole, WORDS } from '../documentation/schema.ts';

/** What a visit is paid: total = pooled + account + cash. */
const VISIT_AMOUNTS: { readonly [name: string]: Schema } = {
  total: AMOUNT,
  inScope: AMOUNT,
  selfPayFirst: AMOUNT,
  deductible: AMOUNT,
  payments: { type: 'object', additionalProperties: AMOUNT, description: 'the pooled part by line' },
  pooled: AMOUNT,
  account: AMOUNT,
  cash: AMOUNT,
  reason: orNull({ type: 'string', description: 'why the pooled fund does not cover the visit' }),
};

/** What a settlement says beside its amounts. */
const EXPLAINED: { readonly [name: string]: Schema } = {
  summary: WORDS,
  document: orNull(whole({ id: TEXT, title: TEXT })),
  explanation: list({ $ref: reference('ExplainedStep') }),
  assumptions: list({ $ref: reference('Assumption') }),
};

/** A settlement in a list. */
const SETTLED: { readonly [name: string]: Schema } = {
  region: TEXT,
  personId: TEXT,
  visitId: TEXT,
  claimId: orNull(TEXT),
  institutionId: TEXT,
  visitDate: DAY,
  time: orNull({ ...TEXT, description: 'of the payment on the visit’s day, 14:05, where it was told' }),
  settledOn: DAY,
  programme: TEXT,
  ...VISIT_AMOUNTS,
  accountOwner: orNull({ type: 'string', description: 'whose account paid, where it was another’s' }),
  facts: whole({ employment: TEXT, age: { type: 'integer' }, place: TEXT, institution: TEXT, tier: TEXT }),
  pack: orNull(TEXT),
  packHash: orNull(TEXT),
  position: POSITION,
  recordedAt: TEXT,
  reversedOn: orNull(DAY),
  reversedAt: orNull(POSITION),
  reversalReason: orNull(TEXT),
};

/** The schemas of settlements and previews. */
export function settlementSchemas(): Schemas {
  return {
    ExplainedStep: {
      ...whole({ step: TEXT, rule: TEXT, article: orNull(TEXT), amount: AMOUNT, words: WORDS }),
      description: 'a step of a settlement; its inputs stand beside',
      additionalProperties: true,
    },
    PreviewedVisit: whole({
      ...VISIT_AMOUNTS,
      ...EXPLAINED,
      position: POSITION,
      token: { type: 'string', description: 'previewToken of the settlement' },
    }),
    Settlement: whole({ ...SETTLED, ...EXPLAINED }),
    Settlements: page(whole(SETTLED)),
  };
}
