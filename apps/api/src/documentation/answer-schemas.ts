import { bookSchemas } from '../books/schemas.ts';
import { reference, type Schema, type Schemas } from './command-schemas.ts';
import { AMOUNT, list, orNull, POSITION, TEXT, whole, WORDS } from './schema.ts';

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
  assumptions: list({ type: 'object', additionalProperties: true }),
};

/** The schemas of what the questions answer. */
export function answerSchemas(): Schemas {
  return {
    Words: whole({ zh: TEXT, en: TEXT }),
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
    ...bookSchemas(),
  };
}
