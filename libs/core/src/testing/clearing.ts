import { exact, money } from '../money/money.ts';
import type { AgreeContract, RecordAssessment } from '../ledger/institution/commands.ts';
import { decideAssessment, decideContract, type ContractEvent } from '../ledger/institution/contracts.ts';
import {
  decideClearing,
  decidePaymentApproval,
  decidePaymentProposal,
  decidePaymentRecord,
  decidePrepayment,
} from '../ledger/institution/decide-payment.ts';
import { PayableMonths, type Payable } from '../ledger/institution/month-due.ts';
import type { PaymentTerms } from '../ledger/institution/payment-terms.ts';
import {
  evolvePayments,
  NO_PAYMENTS,
  type PaymentApproved,
  type PaymentEvent,
  type PaymentProposed,
  type PaymentsState,
} from '../ledger/institution/payments.ts';
import { deciding, type Outcome } from '../ledger/refusal.ts';

/** A document that allows everything. */
export const ALL_TERMS: PaymentTerms = {
  methods: [
    { method: 'actual-cost', article: '22' },
    { method: 'total-budget', from: '2023-01', article: '22' },
    { method: 'per-head', tiers: [1], article: '15' },
    { method: 'per-disease', programmes: ['chronic', 'day-surgery'], article: '15' },
  ],
  agreements: { article: '19' },
  assessments: { article: '25', weigh: ['payment', 'clearing'] },
};

type AnyEvent = ContractEvent | PaymentEvent;
type Proposal = Extract<PaymentEvent, { readonly type: 'PaymentProposed' }>;
type Approval = Extract<PaymentEvent, { readonly type: 'PaymentApproved' }>;
type Fields<C> = Omit<C, 'commandId' | 'region' | 'type' | 'institutionId'>;

/** The hospital H1, its visits, its contracts and its payments: what a decision says is taken into its state. */
export class Clearing {
  state: PaymentsState = NO_PAYMENTS;
  readonly events: AnyEvent[] = [];
  readonly closed = new Set<number>();
  tier: 1 | 2 | 3 | undefined = 1;
  private readonly due = new PayableMonths();

  constructor(private readonly terms: PaymentTerms = ALL_TERMS) {}

  /** Settles visits of a month. */
  settle(month: string, settled: string, programme = 'ordinary', cases = 1): this {
    this.due.add({ month, programme, settled, reversed: '0.00', cases });
    return this;
  }

  /** Takes visits of a month back. */
  reverse(month: string, reversed: string, programme = 'ordinary', cases = 1): this {
    this.due.add({ month, programme, settled: '0.00', reversed, cases: -cases });
    return this;
  }

  agree(from: string, method: AgreeContract['method'], fields: Partial<Fields<AgreeContract>> = {}): string {
    const command = { ...ADDRESS, type: 'AgreeContract', from, method, basis: 'agreement', ...fields } as const;
    return this.take(deciding(() => decideContract(command, this.contractContext())));
  }

  assess(assessmentId: string, fields: Partial<Fields<RecordAssessment>>): string {
    const about = { assessmentId, result: 'fair', reason: 'reports late', date: '2023-06-01' };
    const command = { ...ADDRESS, type: 'RecordAssessment', ...about, ...fields } as const;
    return this.take(deciding(() => decideAssessment(command, this.state, this.contractContext())));
  }

  /** @returns what was proposed. */
  propose(month: string): PaymentProposed {
    const command = { ...ADDRESS, type: 'PayInstitution', month } as const;
    return this.proposed(decidePaymentProposal(command, this.state, this.context('accountant')));
  }

  clear(year: number): PaymentProposed {
    const command = { ...ADDRESS, type: 'ClearInstitution', year } as const;
    return this.proposed(decideClearing(command, this.state, this.context('accountant')));
  }

  prepay(month: string): PaymentProposed | string {
    const command = { ...ADDRESS, type: 'PayPrepayment', month } as const;
    const outcome = deciding(() => decidePrepayment(command, this.state, this.context('accountant')));
    return outcome.ok ? this.proposed(outcome.value) : worded(outcome);
  }

  approve(paymentId: string): PaymentApproved | string {
    const command = { commandId: 'c', region: 'sample', type: 'ApprovePayment', paymentId } as const;
    const outcome = deciding(() => decidePaymentApproval(command, this.state, this.context('cashier')));
    if (!outcome.ok) return worded(outcome);
    this.take(outcome);
    return (outcome.value as Approval).data;
  }

  record(paymentId: string, date = '2026-01-01'): string {
    const command = {
      commandId: 'c',
      region: 'sample',
      type: 'RecordPayment',
      paymentId,
      date,
      reference: 'B',
    } as const;
    return this.take(deciding(() => decidePaymentRecord(command, this.state, this.context('paymaster'))));
  }

  /** Proposes, approves and pays. @returns the money that went out. */
  pay(proposal: PaymentProposed | string): string {
    if (typeof proposal === 'string') return proposal;
    const approved = this.approve(proposal.paymentId);
    if (typeof approved === 'string') return approved;
    if (!exact(approved.paid).isZero()) this.record(proposal.paymentId);
    return approved.paid;
  }

  private proposed(event: PaymentEvent): PaymentProposed {
    this.take({ ok: true, value: event });
    return (event as Proposal).data;
  }

  /** @returns what was decided, or why it was refused, in words. */
  private take(outcome: Outcome<AnyEvent>): string {
    if (!outcome.ok) return worded(outcome);
    this.events.push(outcome.value);
    this.state = evolvePayments(this.state, outcome.value);
    return outcome.value.type;
  }

  get payable(): Payable {
    return { upTo: '7', months: this.due.months };
  }

  private context(actor: string) {
    return { payable: this.payable, isYearClosed: (year: number) => this.closed.has(year), actor };
  }

  private contractContext() {
    const isYearClosed = (year: number): boolean => this.closed.has(year);
    return {
      terms: this.terms,
      cite: (article: string) => `art. ${article}`,
      isYearClosed,
      tier: () => this.tier,
      actor: 'accountant',
    };
  }
}

const ADDRESS = { commandId: 'c', region: 'sample', institutionId: 'H1' } as const;

function worded(outcome: Extract<Outcome<unknown>, { readonly ok: false }>): string {
  const { code, field, article } = outcome.refusal;
  return [code, field, article].filter((word) => word !== undefined).join(' ');
}

/** "deposit -5.00": the lines of a proposal in short. */
export function linesOf({ lines = [] }: Pick<PaymentProposed, 'lines'>): readonly string[] {
  return lines.map(({ kind, amount }) => `${kind} ${money(exact(amount))}`);
}
