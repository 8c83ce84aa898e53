import { describe, expect, it } from '@jest/globals';
import { deviations } from '../testing/documented.ts';
import { withExample } from '../testing/service.ts';

const example = withExample();

/** Asks the books of the example: two contributions of 480.00, 120.00 of each the person's, and two visits. */
function ask(address: string) {
  const separator = address.includes('?') ? '&' : '?';
  return example.client.get(`/regions/panzhihua/books/${address}${separator}minPosition=${example.position}`);
}

describe('the books', () => {
  it.each([
    'accounts',
    'journal?month=2023-02',
    'general-ledger?year=2023&bookAccount=benefits',
    'trial-balance?period=2023-02',
    'income-and-expenditure?period=2023',
    'balance-sheet?period=2023',
  ])('answer %s as it is described', async (address) => {
    const { status, body } = await ask(address);
    expect(status).toBe(200);
    const path = `/regions/{region}/books/${address.split('?')[0] as string}`;
    expect(await deviations(example.client, path, body)).toEqual([]);
  });

  it('show a month’s entries with their lines, page by page', async () => {
    const first = (await ask('journal?month=2023-02&limit=1')).body as { rows: object[]; next: string };
    expect(first.rows).toMatchObject([
      { date: '2023-02-10', kind: 'pooled-contribution', reference: '2023-02', amount: '360.00' },
    ]);
    expect(first.rows[0]).toMatchObject({
      lines: [{ bookAccount: 'income-account', code: '1003', side: 'debit' }, {}, {}, {}],
    });
    const rest = (await ask(`journal?month=2023-02&after=${first.next}`)).body;
    expect(rest).toMatchObject({ rows: [{ kind: 'personal-contribution' }, { kind: 'personal-care' }], next: null });
    const touching = (await ask('journal?month=2023-02&bookAccount=benefits')).body;
    expect(touching.rows).toHaveLength(1);
  });

  it('balance, and say on what they rest', async () => {
    const { body } = await ask('trial-balance?period=2023');
    const { totals, upTo } = body as { totals: { closing: { debit: string; credit: string } }; upTo: string };
    expect(totals.closing.debit).toBe(totals.closing.credit);
    expect(upTo).toBe(example.position);
    expect((await ask('balance-sheet?period=2023')).body).toMatchObject({
      totals: { assets: { 'pooled-fund': '720.00', fund: expect.any(String) } },
    });
  });

  it('show a book account by month', async () => {
    const { body } = await ask('general-ledger?year=2023&bookAccount=contributions');
    expect(body.rows).toMatchObject([
      { month: '2023-01', subLedger: 'pooled-fund', closing: { credit: '360.00' }, name: { zh: '社会保险费收入' } },
      { month: '2023-01', subLedger: 'personal-accounts', closing: { credit: '120.00' } },
      { month: '2023-02', subLedger: 'pooled-fund', closing: { credit: '720.00' } },
      ...Array.from({ length: 21 }, () => ({})),
    ]);
  });

  it.each([
    ['journal', 400, 'month'],
    ['trial-balance?period=2023-13', 400, 'period'],
    ['general-ledger?year=2023&bookAccount=gold', 400, 'bookAccount'],
  ])('refuse %s', async (address, status, field) => {
    expect(await ask(address)).toMatchObject({ status, body: { field } });
  });

  it('know no region without rules', async () => {
    expect(await example.client.get('/regions/atlantis/books/accounts')).toMatchObject({ status: 404 });
  });
});
