import { money, exact } from '../money/money.ts';
import type { Policy } from '../policy/policy.ts';
import type { Json } from '../proof/canonical.ts';
import type { AccessEvent } from './access/access.ts';
import type { ClaimEvent } from './claim/claim.ts';
import type { FundEvent } from './fund/fund.ts';
import type { CompactStep, PersonEvent, VisitSettled } from './insured-person/events.ts';
import type { InstitutionEvent } from './institution/institution.ts';
import type { PaymentLine } from './institution/payments.ts';
import type { ParametersEvent } from './local-parameters/local-parameters.ts';
import type { ProcessEvent } from './process/process.ts';
import type { SealEvent } from './seal/seal.ts';
import type { CaseEvent } from './supervision-case/supervision-case.ts';

export type LedgerEvent =
  | PersonEvent
  | InstitutionEvent
  | ParametersEvent
  | FundEvent
  | ProcessEvent
  | ClaimEvent
  | CaseEvent
  | SealEvent
  | AccessEvent;

export interface Result {
  readonly [field: string]: Json;
}

/**
 * The answer to a command, from the event that it appended: a repetition finds the event and gets the same answer without
 * deciding again.
 *
 * @param policyOf the rules that decided, by the id and hash in the event's metadata.
 */
export function answerOf(event: LedgerEvent, policyOf: () => Policy): Result {
  switch (event.type) {
    case 'VisitSettled':
    case 'ReimbursementSettled':
      return settlementAnswer(event.data, policyOf());
    case 'SettlementReversed': {
      const { pooled, account, cash } = event.data;
      return { pooled, account, cash };
    }
    case 'ContributionRecorded':
    case 'ContributionReversed': {
      const { amount, personal, fromPool } = event.data;
      const credited = exact(personal).plus(fromPool);
      return { credited: money(credited), pooled: money(exact(amount).minus(credited)) };
    }
    case 'AccountDebited':
      return event.data.cause === 'expense' ? { account: event.data.amount } : { balance: event.data.balance };
    case 'PremiumPaid':
      return { account: event.data.amount };
    case 'AccountCredited':
    case 'AccountTransferredIn':
      return { balance: event.data.balance };
    case 'AccountTransferredOut':
    case 'AccountRefunded':
    case 'AccountInherited':
      return { paidOut: event.data.amount };
    case 'PaymentProposed':
    case 'PaymentApproved': {
      const { paymentId, amount, lines } = event.data;
      return {
        paymentId,
        amount,
        ...(lines === undefined ? {} : { lines: lines.map((line) => cited(line, policyOf)) }),
      };
    }
    case 'PaymentMade':
      return { paymentId: event.data.paymentId, paid: event.data.paid };
    case 'MonthClosed': {
      const { pooled, accounts, visits } = event.data.totals;
      return { pooled: { ...pooled, payments: inOrder(pooled.payments) }, accounts, visits };
    }
    case 'CaseDecided':
      return { amountToRecover: event.data.amountToRecover };
    case 'AmountRecovered':
      return { recovered: event.data.recovered, left: event.data.left };
    case 'ReconciliationRecorded':
      return { items: event.data.items.length };
    case 'ProcessCompleted':
      return inOrder(event.data.result);
    default:
      return {};
  }
}

/** A payment's line with its article as answers show it. */
function cited({ article, ...line }: PaymentLine, policyOf: () => Policy): Result {
  return inOrder({ ...line, ...(article === undefined ? {} : { article: policyOf().cite({ article }) }) });
}

/** What `SettleVisit` answers (COMMANDS.md), with every step's article. */
export function settlementAnswer(settled: VisitSettled, policy: Policy): Result {
  return {
    total: settled.total,
    inScope: settled.inScope,
    selfPayFirst: settled.selfPayFirst,
    deductible: settled.deductible,
    payments: inOrder(settled.payments),
    pooled: settled.pooled,
    account: settled.account,
    cash: settled.cash,
    reason: settled.reason,
    explanation: settled.steps.map((step) => explained(step, policy)),
  };
}

/** A step with the row that decided it, and that row's article. */
export function explained(step: CompactStep, policy: Policy): Result {
  const { step: name, rule, amount, ...inputs } = step;
  return { step: name, rule, article: policy.ruleArticle(rule), amount, ...inOrder(inputs) };
}

/** Members in the order in which the log keeps them, so that a repeated answer is the first one to the letter. */
function inOrder<T extends Json>(members: { readonly [name: string]: T }): { readonly [name: string]: T } {
  const names = Object.keys(members).sort();
  return Object.fromEntries(names.map((name) => [name, members[name] as T]));
}
