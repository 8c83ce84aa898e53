import { once } from 'node:events';
import { openStore, type LedgerPlace } from '@gongji/api';
import { Policies } from '@gongji/application';
import type { PlainDate } from '@gongji/core';
import type { EventStore } from '@gongji/event-store';
import {
  personsWithReversals,
  reviewReversals,
  type Amounts,
  type ChangedStep,
  type LeftOut,
  type Paid,
  type Review,
  type ReviewedPerson,
} from '@gongji/proof';

export interface ReviewRequest {
  readonly place: LedgerPlace;
  readonly region: string;
  readonly person?: string | undefined;
  readonly visit?: string | undefined;
  readonly from?: PlainDate;
  readonly to?: PlainDate;
  readonly json?: boolean;
}

/**
 * `gongji review`: what would have come out otherwise without the visits that were reversed (POLICY A11), a person at a time. Writes
 * nothing to the ledger.
 *
 * @returns the exit status: 0; 2 for a region without rules, or where the person or visit that was named has no reversal.
 */
export async function review(request: ReviewRequest): Promise<number> {
  const policies = await Policies.load();
  if (policies.of(request.region) === undefined) {
    process.stderr.write(`没有这个地区 · no rules for the region ${request.region}\n`);
    return 2;
  }
  const store = await openStore(request.place, { readOnly: true });
  let [persons, differing] = [0, 0];
  try {
    for await (const person of personsOf(store, request)) {
      const found = await reviewReversals(store, policies, person);
      if (found.reversals.length === 0) continue;
      persons += 1;
      if (found.settlements.length + found.movements.length > 0) differing += 1;
      await print(request.json === true ? `${JSON.stringify(found)}\n` : inWords(found));
    }
  } finally {
    await store.close();
  }
  if (request.person !== undefined && persons === 0) {
    process.stderr.write('没有冲正 · there is no such reversal\n');
    return 2;
  }
  process.stderr.write(
    `有冲正者 persons with a reversal: ${String(persons)}, 其中有差异 differing: ${String(differing)}\n`,
  );
  return 0;
}

function personsOf(
  store: EventStore,
  request: ReviewRequest,
): AsyncIterable<ReviewedPerson> | readonly ReviewedPerson[] {
  const { region, person, visit, from, to } = request;
  if (person === undefined) {
    const bounds = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    return personsWithReversals(store, region, bounds);
  }
  return [{ region, personId: person, ...(visit === undefined ? {} : { visitId: visit }) }];
}

/** Waits for whoever reads: the reviews of a whole region are many. */
async function print(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

function inWords({ region, personId, reversals, settlements, movements, difference, leftOut }: Review): string {
  const taken = reversals.map(
    ({ visitId, visitDate, reversedOn }) =>
      `  冲正 reversed ${visitId}: 就诊 visit ${visitDate}, 冲正日 on ${reversedOn}\n`,
  );
  const changed = settlements.map(
    ({ visitId, visitDate, programme, found, expected, steps, refusal }) =>
      `  ${visitId} ${visitDate} ${programme}: ${change(found, expected)}${said(refusal)}\n${steps.map(stepLine).join('')}`,
  );
  const moved = movements.map(
    ({ type, occurredOn, position, found, expected, refusal }) =>
      `  ${type} ${occurredOn} (position ${position}): ${found} → ${expected}${said(refusal)}\n`,
  );
  const rows = [...changed, ...moved];
  const sum = settlements.length > 1 ? [`  合计 difference in all: ${parts(difference)}\n`] : [];
  const body = rows.length === 0 ? ['  无差异 · nothing would have come out otherwise\n'] : [...rows, ...sum];
  return [`${region} ${personId}\n`, ...taken, ...body, ...leftOut.map(leftOutLine)].join('');
}

/** "统筹 pooled 60.00 → 0.00": what stands and what would have been; what is the same is left out. */
function change(found: Paid, expected: Paid): string {
  const names = ['pooled', 'account', 'cash'] as const;
  const told = names.filter((name) => found[name] !== expected[name]);
  if (told.length === 0) return `统筹支付项目 lines ${lines(found)} → ${lines(expected)}`;
  return told.map((name) => `${TITLES[name]} ${found[name]} → ${expected[name]}`).join(', ');
}

function lines({ payments }: Paid): string {
  return Object.entries(payments)
    .map(([line, amount]) => `${line} ${amount}`)
    .join(' + ');
}

const TITLES = { pooled: '统筹 pooled', account: '个人账户 account', cash: '现金 cash' } as const;

function parts({ pooled, account, cash }: Amounts): string {
  return `${TITLES.pooled} ${pooled}, ${TITLES.account} ${account}, ${TITLES.cash} ${cash}`;
}

function said(refusal: { readonly code: string; readonly message: string } | null): string {
  return refusal === null ? '' : `, 将被拒绝 it would be refused: ${refusal.code}. ${refusal.message}`;
}

function stepLine({ step, rule, article, found, expected }: ChangedStep): string {
  return `      ${article} [${step} ${rule}]: ${found?.amount ?? '—'} → ${expected?.amount ?? '—'}\n`;
}

function leftOutLine({ reason, personId, visitId }: LeftOut): string {
  const whose = `${personId}${visitId === null ? '' : ` ${visitId}`}`;
  return `  未复核 not looked at again: ${whose}, ${LEFT_OUT[reason]}\n`;
}

const LEFT_OUT: { readonly [reason in LeftOut['reason']]: string } = {
  'other-rules': '依据的政策包版本不在本程序中 it was decided by rules that this program does not have',
  'family-visit': '由本人账户支付的家庭成员就诊 a family member’s visit that this account paid',
  owner: '其账户为本人支付 the account of this person paid',
};
