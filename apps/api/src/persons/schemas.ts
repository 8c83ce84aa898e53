import type { Schema, Schemas } from '../documentation/command-schemas.ts';
import { DAY, AMOUNT, choice, list, orNull, page, POSITION, TEXT, whole } from '../documentation/schema.ts';

const BOOLEAN: Schema = { type: 'boolean' };
const EMPLOYMENT = choice('on-job', 'flexible', 'retired');

/** By year, then by accumulator. */
const ACCUMULATORS: Schema = {
  type: 'object',
  description: 'by year, then by accumulator; those without any movement are left out',
  additionalProperties: {
    type: 'object',
    additionalProperties: {
      type: 'object',
      properties: { deductible: AMOUNT, paid: AMOUNT },
      required: ['paid'],
      additionalProperties: false,
    },
  },
};

/** The schemas of a person's account, accumulators and contributions. */
export function personSchemas(): Schemas {
  return {
    Person: { oneOf: [{ $ref: '#/components/schemas/PersonNow' }, { $ref: '#/components/schemas/PersonThen' }] },
    PersonNow: whole({
      region: TEXT,
      personId: TEXT,
      birthDate: DAY,
      plan: TEXT,
      enrolledFrom: DAY,
      employment: EMPLOYMENT,
      entitled: BOOLEAN,
      account: choice('open', 'closed', 'none'),
      balance: AMOUNT,
      held: { ...AMOUNT, description: 'of the balance, set aside for family members’ visits that are being settled' },
      accumulators: ACCUMULATORS,
    }),
    PersonThen: personThen(),
    Statement: page(
      whole({
        position: POSITION,
        date: DAY,
        recordedAt: TEXT,
        kind: TEXT,
        reference: TEXT,
        counterpart: orNull(TEXT),
        beneficiary: orNull(TEXT),
        amount: { ...AMOUNT, description: 'yuan; negative when it left the account' },
        balance: AMOUNT,
      }),
    ),
    Accumulators: ACCUMULATORS,
    Contributions: whole({
      rows: list(
        whole({
          month: TEXT,
          position: POSITION,
          base: AMOUNT,
          amount: AMOUNT,
          personal: AMOUNT,
          fromPool: AMOUNT,
          paidOn: DAY,
          reversedOn: orNull(DAY),
          reversalReason: orNull(TEXT),
        }),
      ),
    }),
  };
}

/** What GetPerson answers, and which day or instant was asked for. */
function personThen(): Schema {
  const always = {
    region: TEXT,
    personId: TEXT,
    employment: EMPLOYMENT,
    entitled: BOOLEAN,
    balance: AMOUNT,
    accumulators: ACCUMULATORS,
  };
  return { ...whole(always), properties: { ...always, asOf: DAY, knownAt: TEXT } };
}
