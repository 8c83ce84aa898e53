import type { PlainDate } from '../../calendar/calendar.ts';
import { exact, money, ZERO, type Exact } from '../../money/money.ts';
import type { RecordReconciliation, ResolveReconciliationItem, ToldDifference } from '../commands.ts';
import type { Proposed } from '../event.ts';
import type { InstitutionState } from '../institution/institution.ts';
import { refuse } from '../refusal.ts';

/** So many rows may differ in one reconciliation: more than that is another institution's file, or asks for shorter spans. */
export const MOST_DIFFERENCES = 1000;

/** A settlement's amounts in yuan, in the platform's terms: medfee_sumamt, fund_pay_sumamt, acct_pay. A refund's are negative. */
export interface ReconciledAmounts {
  readonly total: string;
  readonly fund: string;
  readonly account: string;
}

/** Sums over rows; a refund is a row of its own. */
export interface ReconciledTotals extends ReconciledAmounts {
  readonly count: number;
}

/** By which rules two sides are compared. */
export interface ReconciliationRules {
  /**
   * `included`: settlements of visits dated in the span and, as rows of their own, refunds made in it. `excluded`: what was refunded is
   * left out together with its refund.
   */
  readonly refunds: 'included' | 'excluded';
  /** Whether fund_pay_sumamt contains acct_pay; differs by province. */
  readonly accountInFund: boolean;
}

/** Names a settlement (its visitId, or the claimId) or its refund. */
export interface SettlementKey {
  readonly settlementId: string;
  readonly personId: string;
  readonly refund?: true;
}

/**
 * `institution-only` and `ledger-only` are one-sided; `differing` are on both sides with other amounts; `paid-as-claim` is what the
 * institution asks for while the fund has paid the patient; `totals`: the totals differ, and no rows were told.
 */
export type DifferenceKind = 'institution-only' | 'ledger-only' | 'differing' | 'paid-as-claim' | 'totals';

/** What two sides do not agree on; an amount is absent on the side that has no such row. */
export interface ReconciliationItem extends Partial<SettlementKey> {
  readonly kind: DifferenceKind;
  readonly institution?: ReconciledAmounts;
  readonly ledger?: ReconciledAmounts;
}

// Events

/** What an institution says that it settled in a span of days, compared with the ledger as known at a position (3201, 3202). */
export interface ReconciliationRecorded extends ReconciliationRules {
  readonly reconciliationId: string;
  readonly institutionId: string;
  readonly from: PlainDate;
  readonly to: PlainDate;
  /** 310: employee basic medical insurance. */
  readonly insuranceType: string;
  readonly clearingType: string;
  /** SHA-256 of the institution's file; absent where only totals were told. */
  readonly digest?: string;
  readonly institution: ReconciledTotals;
  readonly ledger: ReconciledTotals;
  readonly items: readonly ReconciliationItem[];
  /** Position of the log up to which the ledger's side was counted. */
  readonly upTo: string;
}

/** Somebody decided what becomes of an open item. */
export interface ReconciliationItemResolved {
  readonly reconciliationId: string;
  /** Number of the item, from 1 in the order of the reconciliation. */
  readonly item: number;
  readonly reason: string;
}

export type ReconciliationEvent =
  | Proposed<'ReconciliationRecorded', ReconciliationRecorded>
  | Proposed<'ReconciliationItemResolved', ReconciliationItemResolved>;

// State and fold

/** Reconciliations and decisions of a year, the latest first: a chain, so that thousands of states share what they have in common. */
export interface Reconciled {
  readonly reconciliationId: string;
  /** How many items were recorded. */
  readonly items?: number;
  /** The item that was decided. */
  readonly resolved?: number;
  readonly before: Reconciled | null;
}

/** The chain after one more event. */
export function evolveReconciled(before: Reconciled | null, { type, data }: ReconciliationEvent): Reconciled {
  const { reconciliationId } = data;
  return type === 'ReconciliationRecorded'
    ? { reconciliationId, items: data.items.length, before }
    : { reconciliationId, resolved: data.item, before };
}

function* entriesOf(reconciled: Reconciled | null, reconciliationId: string): Iterable<Reconciled> {
  for (let at = reconciled; at !== null; at = at.before) if (at.reconciliationId === reconciliationId) yield at;
}

// Decide

/** A settlement as the ledger has it, found by the key that the institution named. Amounts are positive, also of a refund. */
export interface FoundSettlement extends SettlementKey {
  readonly total: string;
  readonly pooled: string;
  readonly account: string;
  /** Settled as a claim: the patient was paid. */
  readonly isClaim: boolean;
}

/** The ledger's side of a reconciliation at a position: what is in scope by the rules. */
export interface LedgerSide {
  readonly upTo: string;
  /** Settlements less refunds; `count` counts both. Claims are paid to the patient and are not here. */
  readonly totals: {
    readonly count: number;
    readonly total: string;
    readonly pooled: string;
    readonly account: string;
  };
  /** Of the keys that were asked for those that are in scope, and claims. */
  readonly found: readonly FoundSettlement[];
}

/** What a decision about a reconciliation rests on. */
export interface ReconciliationContext {
  readonly reconciled: Reconciled | null;
  readonly institution: InstitutionState | undefined;
  readonly isYearClosed: boolean;
  readonly side: LedgerSide;
}

/** The rules of a command, with their defaults: refunds out, the account apart. */
export function rulesOf({
  refunds = 'excluded',
  accountInFund = false,
}: Partial<ReconciliationRules>): ReconciliationRules {
  return { refunds, accountInFund };
}

/** The ledger's amounts in the platform's terms. */
export function inTermsOf(
  { accountInFund }: ReconciliationRules,
  { total, pooled, account, refund }: Pick<FoundSettlement, 'total' | 'pooled' | 'account' | 'refund'>,
): ReconciledAmounts {
  const sign = refund === true ? -1 : 1;
  const fund = accountInFund ? exact(pooled).plus(account) : exact(pooled);
  const of = (amount: Exact): string => money(amount.times(sign).plus(0));
  return { total: of(exact(total)), fund: of(fund), account: of(exact(account)) };
}

/** Names a settlement or its refund in a map. */
export function keyOf({ settlementId, personId, refund }: SettlementKey): string {
  return JSON.stringify([settlementId, personId, refund === true]);
}

/**
 * Records what an institution says, and in what it differs from the ledger. The command tells the rows that differ; the decision finds
 * their other side, and refuses where they do not explain the whole difference of the totals.
 *
 * @throws Refused `already-exists`, `unknown-institution`, `year-closed`, `invalid-command`.
 */
export function decideReconciliation(
  command: RecordReconciliation,
  { reconciled, institution, isYearClosed, side }: ReconciliationContext,
): ReconciliationEvent {
  const { reconciliationId, institutionId, insuranceType, clearingType, from, to, date, totals } = command;
  if (institution === undefined)
    refuse('unknown-institution', `No institution ${institutionId} was designated.`, { field: 'institutionId' });
  if ((clearingType === '41') !== (institution.designated.kind === 'retail-pharmacy') && clearingType !== '99')
    wrong('clearingType', `Pharmacies are cleared as 41 and other institutions as 11; ${institutionId} is no such.`);
  for (const _entry of entriesOf(reconciled, reconciliationId))
    refuse('already-exists', `${reconciliationId} was recorded before.`, { field: 'reconciliationId' });
  if (isYearClosed) refuse('year-closed', `The year of ${date} is closed.`, { field: 'date' });
  if (command.upTo !== undefined && command.upTo !== side.upTo)
    wrong('upTo', `The log does not reach to position ${command.upTo}.`);
  const rules = rulesOf(command);
  const ledger = { count: side.totals.count, ...inTermsOf(rules, side.totals) };
  const told = { ...amountsOf(totals), count: totals.count };
  const items = itemsOf(command, rules, { told, ledger, side });
  const digest = command.digest === undefined ? {} : { digest: command.digest };
  const about = { reconciliationId, institutionId, from, to, insuranceType, clearingType, ...rules, ...digest };
  return {
    type: 'ReconciliationRecorded',
    occurredOn: date,
    data: { ...about, institution: told, ledger, items, upTo: side.upTo },
  };
}

function wrong(field: string, message: string): never {
  return refuse('invalid-command', message, { field });
}

interface Sides {
  readonly told: ReconciledTotals;
  readonly ledger: ReconciledTotals;
  readonly side: LedgerSide;
}

function itemsOf(
  { digest, differences = [] }: RecordReconciliation,
  rules: ReconciliationRules,
  { told, ledger, side }: Sides,
): readonly ReconciliationItem[] {
  if (digest === undefined) {
    if (differences.length > 0) wrong('digest', 'digest is missing: rows come from a file.');
    return same(told, ledger) && told.count === ledger.count
      ? []
      : [{ kind: 'totals', institution: amountsOf(told), ledger: amountsOf(ledger) }];
  }
  const found = new Map(side.found.map((each) => [keyOf(each), each]));
  const seen = new Set<string>();
  const items = differences.map((difference, at) => {
    const key = keyOf(difference);
    if (seen.has(key)) wrong(`differences[${String(at)}]`, `${difference.settlementId} is told twice.`);
    seen.add(key);
    return (
      itemOf(difference, rules, found.get(key)) ??
      wrong(`differences[${String(at)}]`, `${difference.settlementId} does not differ.`)
    );
  });
  requireExplained(items, told, ledger);
  return items;
}

function itemOf(
  { settlementId, personId, refund, institution }: ToldDifference,
  rules: ReconciliationRules,
  found: FoundSettlement | undefined,
): ReconciliationItem | undefined {
  const key: SettlementKey = { settlementId, personId, ...(refund === true ? { refund } : {}) };
  if (found === undefined) {
    return institution === undefined
      ? undefined
      : { kind: 'institution-only', ...key, institution: amountsOf(institution) };
  }
  const ledger = inTermsOf(rules, found);
  if (institution === undefined) return found.isClaim ? undefined : { kind: 'ledger-only', ...key, ledger };
  const told = amountsOf(institution);
  if (found.isClaim) return { kind: 'paid-as-claim', ...key, institution: told, ledger };
  return same(told, ledger) ? undefined : { kind: 'differing', ...key, institution: told, ledger };
}

function amountsOf({ total, fund, account }: ReconciledAmounts): ReconciledAmounts {
  return { total: money(exact(total)), fund: money(exact(fund)), account: money(exact(account)) };
}

function same(one: ReconciledAmounts, other: ReconciledAmounts): boolean {
  return one.total === other.total && one.fund === other.fund && one.account === other.account;
}

/** What both sides agree on is the same on both: totals less the rows that differ. A claim is in no total of the ledger. */
function requireExplained(
  items: readonly ReconciliationItem[],
  told: ReconciledTotals,
  ledger: ReconciledTotals,
): void {
  const ours = items.filter(({ kind }) => kind !== 'paid-as-claim').map((item) => item.ledger);
  const theirs = items.map(({ institution }) => institution);
  const number = (some: readonly (ReconciledAmounts | undefined)[]): number =>
    some.filter((each) => each !== undefined).length;
  const sum = (some: readonly (ReconciledAmounts | undefined)[], part: keyof ReconciledAmounts): Exact =>
    some.reduce((all, each) => all.plus(each?.[part] ?? '0'), ZERO);
  const isExplained =
    told.count - number(theirs) === ledger.count - number(ours) &&
    (['total', 'fund', 'account'] as const).every((part) =>
      exact(told[part])
        .minus(sum(theirs, part))
        .eq(exact(ledger[part]).minus(sum(ours, part))),
    );
  if (!isExplained) wrong('differences', 'The rows that differ do not explain the difference of the totals.');
}

/**
 * Decides what becomes of an open item.
 *
 * @throws Refused `unknown-reconciliation`, `already-exists` where it was decided before, `year-closed` for the date's year.
 */
export function decideItemResolution(
  { reconciliationId, item, reason, date }: ResolveReconciliationItem,
  { reconciled, isYearClosed }: Pick<ReconciliationContext, 'reconciled' | 'isYearClosed'>,
): ReconciliationEvent {
  const entries = [...entriesOf(reconciled, reconciliationId)];
  const recorded = entries.find(({ items }) => items !== undefined)?.items ?? 0;
  if (item > recorded)
    refuse('unknown-reconciliation', `${reconciliationId} has no item ${String(item)}.`, { field: 'item' });
  if (entries.some(({ resolved }) => resolved === item))
    refuse('already-exists', `Item ${String(item)} of ${reconciliationId} was decided before.`, { field: 'item' });
  if (isYearClosed) refuse('year-closed', `The year of ${date} is closed.`, { field: 'date' });
  return { type: 'ReconciliationItemResolved', occurredOn: date, data: { reconciliationId, item, reason } };
}
