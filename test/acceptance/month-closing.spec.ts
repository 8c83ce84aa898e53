import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { balanceSheet, periodOf, trialBalance } from '@gongji/core';
import { contribution, medical, ON_JOB, publish, topUp, visit, type Step } from '../support/commands.ts';
import { commandOf } from '../support/examples.ts';
import { openTestLedger, type TestLedger } from '../support/test-ledger.ts';

/** A month is closed; what is dated in it and comes later is taken, booked in the next open month, and marked. */

const REGION = 'zibo';
let ledger: TestLedger;
let sent = 0;

async function carriedOut(...steps: readonly Step[]): Promise<readonly string[]> {
  const answers = await ledger.answers(steps.map((step) => commandOf(step, (sent += 1), REGION)));
  return answers.map((answer) => (answer.ok ? 'ok' : answer.error.code));
}

const fundOf = (month: string): Step => ({ type: 'GetFund', from: `${month}-01`, to: `${month}-28` });

async function resultOf(step: Step): Promise<unknown> {
  const [answer] = await ledger.answers([commandOf(step, (sent += 1), REGION)]);
  return answer?.ok === true ? answer.result : answer?.error;
}

beforeAll(async () => {
  ledger = await openTestLedger();
  const given = await carriedOut(
    publish({ 'contribution.rate.on-job': '0.09', 'legacy.employerCreditRate.from-age-0': '0.01' }),
    medical('H1', 1),
    ON_JOB,
    topUp('100.00', '2023-01-05'),
    contribution('2023-02', '5000.00', { paidOn: '2023-02-10' }),
    visit('H1', '300.00', '2023-02-12', { visitId: 'V1', account: { limit: '10.00' } }),
  );
  expect(new Set(given)).toEqual(new Set(['ok']));
});

afterAll(() => ledger.close());

describe('closing a month', () => {
  test('keeps the totals that GetFund gives, and closes the months in their order', async () => {
    expect(await carriedOut({ type: 'CloseMonth', month: '2023-02' })).toEqual(['month-open']);
    expect(await carriedOut({ type: 'CloseMonth', month: '2023-01' })).toEqual(['ok']);
    const fund = await resultOf(fundOf('2023-02'));
    expect(await resultOf({ type: 'CloseMonth', month: '2023-02' })).toEqual(fund);
    await ledger.views.catchUp();
    const { answer } = await ledger.views.closedMonths(REGION, 2023);
    expect(answer).toMatchObject([
      { month: '2023-01', totals: { accounts: { adjusted: '100.00' } }, late: [] },
      { month: '2023-02', totals: fund, upTo: '7', late: [] },
    ]);
  });

  test('refuses no late fact: it counts by its date in GetFund, and is booked in the next open month', async () => {
    const before = (await ledger.views.monthSums(REGION, '2023-02')).answer;
    expect(await carriedOut(topUp('7.00', '2023-02-20'))).toEqual(['ok']);
    expect(await resultOf(fundOf('2023-02'))).toMatchObject({ accounts: { adjusted: '7.00' } });
    await ledger.views.catchUp();
    expect((await ledger.views.monthSums(REGION, '2023-02')).answer).toEqual(before);
    const { rows } = await ledger.views.journal({ region: REGION, month: '2023-03' });
    expect(rows).toMatchObject([{ date: '2023-02-20', lateFor: '2023-02', kind: 'adjustment-in', amount: '7.00' }]);
    expect((await ledger.views.closedMonths(REGION, 2023)).answer[1]).toMatchObject({
      totals: { accounts: { adjusted: '0.00' } },
      late: [{ month: '2023-03', entries: 1, amount: '7.00' }],
    });
  });

  test('leaves the books balanced, and the accounts’ sub-ledger the sum of the balances', async () => {
    const { answer: sums } = await ledger.views.monthSums(REGION, '2999-12');
    for (const month of ['2023-01', '2023-02', '2023-03']) {
      const { closing } = trialBalance(sums, periodOf(month)).totals;
      expect(closing.debit).toBe(closing.credit);
    }
    const { assets } = balanceSheet(sums, periodOf('2023-03')).totals;
    expect(assets['personal-accounts']).toBe(await ledger.views.balances(REGION));
  });

  test('twice is refused, and so is a month of a closed year', async () => {
    const again = { type: 'CloseMonth', month: '2023-02' };
    expect(
      await carriedOut(again, { type: 'CloseYear', year: 2023 }, { type: 'CloseMonth', month: '2023-03' }),
    ).toEqual(['month-closed', 'ok', 'year-closed']);
  });
});
