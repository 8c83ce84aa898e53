import type { LedgerEvent, PlainDate } from '@gongji/core';
import { fenOf } from '../framework/amounts.ts';
import type { LogEvent } from '../framework/log-event.ts';

/** Where a movement is counted in the fund's totals (`GetFund`). */
export type Heading = 'credited' | 'spent' | 'paidOut' | 'adjusted';

/** What an event did to a personal account. */
export interface Movement {
  readonly heading: Heading;
  /** What kind of line it is in a statement. */
  readonly kind:
    | 'contribution'
    | 'contribution-reversal'
    | 'month-credit'
    | 'adjustment'
    | 'transfer-in'
    | 'transfer-out'
    | 'refund'
    | 'inheritance'
    | 'visit'
    | 'visit-reversal'
    | 'family-visit'
    | 'family-visit-reversal'
    | 'expense'
    | 'premium';
  /** Id of the visit, expense, premium, adjustment or transfer; the month of a contribution or credit; else empty. */
  readonly reference: string;
  /** Where the money went or came from: an institution, an area, an heir, an insurance product. */
  readonly counterpart: string | null;
  /** The family member for whom the account paid. */
  readonly beneficiary: string | null;
  readonly on: PlainDate;
  /** What it added to the balance; negative when it took from it. */
  readonly fen: number;
  readonly balanceFen: number;
  /** The account ended with it. */
  readonly closes: boolean;
}

/** Events that may move a personal account. */
export const MOVING_TYPES = [
  'ContributionRecorded',
  'ContributionReversed',
  'AccountCredited',
  'AccountDebited',
  'PremiumPaid',
  'HeldFundsCaptured',
  'AccountTransferredIn',
  'AccountTransferredOut',
  'AccountRefunded',
  'AccountInherited',
  'VisitSettled',
  'SettlementReversed',
] as const;

/**
 * The one place that says which event moves an account, by how much and under which heading; statements, balances and the fund's
 * totals all ask here, so that they cannot disagree.
 *
 * @returns undefined for an event that moves none: a visit of which the patient's own account paid nothing, a contribution that
 *   credits nothing.
 */
export function movementOf({ fact }: LogEvent): Movement | undefined {
  switch (fact.type) {
    case 'ContributionRecorded':
    case 'ContributionReversed':
      return contribution(fact);
    case 'VisitSettled':
    case 'SettlementReversed':
      return visit(fact);
    case 'AccountCredited':
      return credit(fact);
    case 'AccountDebited':
    case 'PremiumPaid':
    case 'HeldFundsCaptured':
      return debit(fact);
    case 'AccountTransferredIn': {
      const { transferId: reference, from: counterpart, amount } = fact.data;
      return made(fact, { heading: 'credited', kind: 'transfer-in', reference, counterpart, fen: fenOf(amount) });
    }
    case 'AccountTransferredOut':
      return paidOut(fact, 'transfer-out', fact.data.to);
    case 'AccountRefunded':
      return paidOut(fact, 'refund', null);
    case 'AccountInherited':
      return paidOut(fact, 'inheritance', fact.data.heir);
    default:
      return undefined;
  }
}

type Fact<T extends LedgerEvent['type']> = Extract<LedgerEvent, { readonly type: T }>;

function contribution(fact: Fact<'ContributionRecorded' | 'ContributionReversed'>): Movement | undefined {
  const { personal, fromPool, month: reference } = fact.data;
  const fen = fenOf(personal) + fenOf(fromPool);
  if (fen === 0) return undefined;
  return fact.type === 'ContributionRecorded'
    ? made(fact, { heading: 'credited', kind: 'contribution', reference, fen })
    : made(fact, { heading: 'credited', kind: 'contribution-reversal', reference, fen: -fen });
}

/** Another's account that paid has its own events: the capture, and the credit of a reversal. */
function visit(fact: Fact<'VisitSettled' | 'SettlementReversed'>): Movement | undefined {
  const { account, accountOwner, visitId: reference, institutionId: counterpart } = fact.data;
  const fen = fenOf(account);
  if (fen === 0 || accountOwner !== undefined) return undefined;
  return fact.type === 'VisitSettled'
    ? made(fact, { heading: 'spent', kind: 'visit', reference, counterpart, fen: -fen })
    : made(fact, { heading: 'spent', kind: 'visit-reversal', reference, counterpart, fen });
}

function credit(fact: Fact<'AccountCredited'>): Movement {
  const { data } = fact;
  const fen = fenOf(data.amount);
  switch (data.cause) {
    case 'month':
      return made(fact, { heading: 'credited', kind: 'month-credit', reference: data.month, fen });
    case 'adjustment':
      return made(fact, { heading: 'adjusted', kind: 'adjustment', reference: data.adjustmentId, fen });
    case 'reversal': {
      const { visitId: reference, patientId: beneficiary } = data;
      return made(fact, { heading: 'spent', kind: 'family-visit-reversal', reference, beneficiary, fen });
    }
  }
}

function debit(fact: Fact<'AccountDebited' | 'PremiumPaid' | 'HeldFundsCaptured'>): Movement {
  const fen = -fenOf(fact.data.amount);
  if (fact.type === 'HeldFundsCaptured') {
    const { visitId: reference, patientId: beneficiary } = fact.data;
    return made(fact, { heading: 'spent', kind: 'family-visit', reference, beneficiary, fen });
  }
  if (fact.type === 'PremiumPaid') {
    const { premiumId: reference, product: counterpart, beneficiaryId: beneficiary = null } = fact.data;
    return made(fact, { heading: 'spent', kind: 'premium', reference, counterpart, beneficiary, fen });
  }
  if (fact.data.cause === 'expense') {
    const { expenseId: reference, institutionId: counterpart, beneficiaryId: beneficiary = null } = fact.data;
    return made(fact, { heading: 'spent', kind: 'expense', reference, counterpart, beneficiary, fen });
  }
  return made(fact, { heading: 'adjusted', kind: 'adjustment', reference: fact.data.adjustmentId, fen });
}

type Made = Pick<Movement, 'heading' | 'kind' | 'reference' | 'fen'> &
  Partial<Pick<Movement, 'counterpart' | 'beneficiary'>>;

function made(
  fact: { readonly occurredOn: PlainDate; readonly data: { readonly balance: string } },
  movement: Made,
): Movement {
  const balanceFen = fenOf(fact.data.balance);
  return { counterpart: null, beneficiary: null, ...movement, on: fact.occurredOn, balanceFen, closes: false };
}

/** The whole balance left the account. */
function paidOut(
  fact: Fact<'AccountTransferredOut' | 'AccountRefunded' | 'AccountInherited'>,
  kind: Movement['kind'],
  counterpart: string | null,
): Movement {
  return {
    heading: 'paidOut',
    kind,
    reference: '',
    counterpart,
    beneficiary: null,
    on: fact.occurredOn,
    fen: -fenOf(fact.data.amount),
    balanceFen: 0,
    closes: true,
  };
}
