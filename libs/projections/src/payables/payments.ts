import type { PaymentKind, PaymentLine, PlainDate, PlainMonth } from '@gongji/core';
import type { Kysely, Transaction } from 'kysely';
import type { MonthSpan } from '../contributions/query.ts';
import type { ViewTables } from '../database.ts';
import { snapshot } from '../engine/engine.ts';
import { yuanOf } from '../framework/amounts.ts';
import type { Ask } from '../framework/ask.ts';
import { EVER, knownAt, type Moment } from '../framework/moment.ts';
import { pageBounds, pageOf, type Page, type PageOptions } from '../framework/page.ts';
import type { Row } from '../framework/table.ts';
import type { PAYMENT_STEPS } from './table.ts';

/** How far a payment has come; `settled-by-withholding` is approved and leaves nothing for the bank to pay. */
export const PAYMENT_STATUSES = ['proposed', 'approved', 'settled-by-withholding', 'paid'] as const;

export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

interface Done {
  /** The business date. */
  readonly date: PlainDate;
  readonly by: string;
  readonly position: string;
}

/** A payment to an institution, and what was done about it. Amounts are yuan. */
export interface Payment {
  readonly paymentId: string;
  readonly institutionId: string;
  /** Whose visits it pays. */
  readonly month: PlainMonth;
  readonly status: PaymentStatus;
  /** `month` pays the visits of it, the others a prepayment or a year's clearing. */
  readonly kind: 'month' | PaymentKind;
  /** What was proposed. */
  readonly amount: string;
  /** How it came about; they add up to the amount. */
  readonly lines: readonly PaymentLine[];
  readonly proposed: Done;
  /** With what it kept back and what it left to pay. */
  readonly approved: (Done & { readonly withheld: string; readonly toPay: string }) | null;
  /** The day on which the bank paid, and what it calls its order. */
  readonly paid: (Done & { readonly reference: string }) | null;
  /** What is approved and not paid. */
  readonly unpaid: string;
}

/** Which of a region's payments; months are those of the visits, both included. */
export interface PaymentsFilter extends MonthSpan {
  readonly institution?: string;
}

export interface PaymentsOptions extends PaymentsFilter, PageOptions {}

type StepRow = Row<typeof PAYMENT_STEPS>;

/** Payments in the order of their proposals, as they were known and had come at a moment. */
export function paymentsIn(
  database: Kysely<ViewTables>,
  region: string,
  options: PaymentsOptions = {},
  moment: Moment = EVER,
): Promise<Page<Payment>> {
  return snapshot(database, async (transaction) => {
    const page = pageOf(await proposedIn(transaction, region, options, moment), options, (row) => row);
    const steps = await stepsOf(transaction, region, page.rows, moment);
    return { ...page, rows: page.rows.map((row) => paymentOf(row, steps)) };
  });
}

/** All payments that fit, page by page, as they were known at a position. */
export async function* paymentPages(
  ask: Ask,
  region: string,
  filter: PaymentsFilter,
  upTo: string,
): AsyncIterable<readonly Payment[]> {
  let after: string | null = '0';
  while (after !== null) {
    const options: PaymentsOptions = { ...filter, after, limit: 1000 };
    const page: Page<Payment> = await ask((database) => paymentsIn(database, region, options, knownAt(upTo)));
    yield page.rows;
    after = page.next;
  }
}

async function proposedIn(
  transaction: Transaction<ViewTables>,
  region: string,
  options: PaymentsOptions,
  moment: Moment,
): Promise<readonly StepRow[]> {
  const { after, limit } = pageBounds(options);
  const { from = '', to = '9999-12', institution } = options;
  let rows = within(transaction, region, moment)
    .where('step', '=', 'proposed')
    .where('position', '>', after)
    .where('month', '>=', from)
    .where('month', '<=', to);
  if (institution !== undefined) rows = rows.where('institution_id', '=', institution);
  return await rows.orderBy('position').limit(limit).execute();
}

/** What followed the proposals, by payment. */
async function stepsOf(
  transaction: Transaction<ViewTables>,
  region: string,
  proposed: readonly StepRow[],
  moment: Moment,
): Promise<ReadonlyMap<string, StepRow>> {
  if (proposed.length === 0) return new Map();
  const ids = proposed.map(({ payment_id }) => payment_id);
  const rows = await within(transaction, region, moment)
    .where('step', '!=', 'proposed')
    .where('payment_id', 'in', ids)
    .execute();
  return new Map((rows as readonly StepRow[]).map((row) => [keyOf(row, row.step), row]));
}

function within(transaction: Transaction<ViewTables>, region: string, moment: Moment) {
  return transaction
    .selectFrom('payment_steps')
    .selectAll()
    .where('region', '=', region)
    .where('position', '<=', moment.upTo)
    .where('day', '<=', moment.day);
}

function keyOf({ payment_id }: StepRow, step: string): string {
  return `${step} ${payment_id}`;
}

function doneBy({ day: date, actor: by, position }: StepRow): Done {
  return { date, by, position: String(position) };
}

function paymentOf(proposed: StepRow, steps: ReadonlyMap<string, StepRow>): Payment {
  const approved = steps.get(keyOf(proposed, 'approved'));
  const paid = steps.get(keyOf(proposed, 'paid'));
  const toPay = yuanOf(approved?.fen ?? 0);
  return {
    paymentId: proposed.payment_id,
    institutionId: proposed.institution_id,
    month: proposed.month,
    status: statusOf(approved, paid),
    kind: (proposed.kind ?? 'month') as Payment['kind'],
    amount: yuanOf(proposed.fen),
    lines: JSON.parse(proposed.lines ?? '[]') as readonly PaymentLine[],
    proposed: doneBy(proposed),
    approved: approved === undefined ? null : { ...doneBy(approved), withheld: yuanOf(approved.withheld_fen), toPay },
    paid: paid === undefined ? null : { ...doneBy(paid), reference: paid.reference ?? '' },
    unpaid: paid === undefined ? toPay : '0.00',
  };
}

function statusOf(approved: StepRow | undefined, paid: StepRow | undefined): PaymentStatus {
  if (paid !== undefined) return 'paid';
  if (approved === undefined) return 'proposed';
  return Number(approved.fen) === 0 ? 'settled-by-withholding' : 'approved';
}
