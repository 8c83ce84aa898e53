import type { Schema, Schemas } from '../documentation/command-schemas.ts';
import { AMOUNT, choice, DAY, list, orNull, page, POSITION, TEXT, whole } from '../documentation/schema.ts';

export const CLEARING_TYPES = ['11', '41', '99'] as const;
export const KINDS = ['institution-only', 'ledger-only', 'differing', 'paid-as-claim', 'totals'] as const;
export const ITEM_STATES = ['open', 'reversed', 'settled', 'agreed', 'told-again', 'decided'] as const;

const AMOUNTS: { readonly [name: string]: Schema } = { total: AMOUNT, fund: AMOUNT, account: AMOUNT };
const NUMBER: Schema = { type: 'integer' };
const TOTALS: Schema = whole({ count: NUMBER, ...AMOUNTS });

const SPAN: { readonly [name: string]: Schema } = {
  year: NUMBER,
  reconciliationId: TEXT,
  position: POSITION,
  institutionId: TEXT,
  from: DAY,
  to: DAY,
  clearingType: choice(...CLEARING_TYPES),
};

/** The schemas of what is answered about reconciliations. */
export function reconciliationSchemas(): Schemas {
  return {
    Reconciliations: page(
      whole({
        ...SPAN,
        date: DAY,
        insuranceType: TEXT,
        refunds: choice('included', 'excluded'),
        accountInFund: { type: 'boolean' },
        digest: orNull({ type: 'string', description: 'SHA-256 of the file; null where only totals were told' }),
        institution: TOTALS,
        ledger: TOTALS,
        upTo: POSITION,
      }),
    ),
    ReconciliationItems: page(
      whole({
        ...SPAN,
        item: NUMBER,
        kind: choice(...KINDS),
        settlementId: orNull(TEXT),
        personId: orNull(TEXT),
        refund: { type: 'boolean' },
        institution: orNull(whole(AMOUNTS)),
        ledger: orNull(whole(AMOUNTS)),
        state: choice(...ITEM_STATES),
        resolvedAt: orNull(POSITION),
        resolvedOn: orNull(DAY),
        reason: orNull(TEXT),
      }),
    ),
    ReconciliationFigures: whole({
      region: TEXT,
      upTo: POSITION,
      rows: list(
        whole({
          clearingType: choice(...CLEARING_TYPES),
          kind: choice(...KINDS),
          state: choice(...ITEM_STATES),
          items: NUMBER,
          institution: whole(AMOUNTS),
          ledger: whole(AMOUNTS),
        }),
      ),
    }),
  };
}
