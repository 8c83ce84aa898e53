import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { withExample } from '../testing/service.ts';
import { escaped, markup } from './markup.ts';

const example = withExample();
const PERSON = '/regions/panzhihua/persons/example-person';
let position = '';

beforeAll(async () => {
  const region = 'panzhihua';
  const reversal = {
    personId: 'example-person',
    visitId: 'example-visit-1',
    date: '2023-04-01',
    reason: '<b>错人</b>',
  };
  await example.client.send({ commandId: 'r', type: 'ReverseSettlement', region, ...reversal });
  const month = { region, institutionId: 'example-hospital', month: '2023-03' };
  const { body } = await example.client.send({ commandId: 'p', type: 'PayInstitution', actor: 'accountant', ...month });
  position = body.position as string;
});

/** A paper's text. */
async function paper(address: string): Promise<string> {
  const { status, type, body } = await example.client.get(`${address}?minPosition=${position}`);
  expect([status, type]).toEqual([200, 'text/html; charset=utf-8']);
  return body.text as string;
}

describe('a settlement slip', () => {
  it('shows what the question for the settlement answers', async () => {
    const slip = await paper(`${PERSON}/settlements/example-visit-2/slip`);
    const { body } = await example.client.get(`${PERSON}/settlements/example-visit-2`);
    const { pooled, account, cash, explanation } = body as { readonly [amount: string]: string } & {
      readonly explanation: readonly { readonly article: string; readonly words: { readonly zh: string } }[];
    };
    for (const amount of [pooled, account, cash]) expect(slip).toContain(`<td class="amount">${String(amount)}</td>`);
    for (const { words, article } of explanation) expect(slip).toContain(`<td>${escaped(words.zh)}</td><td>${article}`);
    expect(slip).toContain('示例医院（example-hospital）');
    expect(slip).toContain('大写：人民币贰佰');
    expect(slip).toMatch(/依据账本位置\d+生成；截至该位置尚未加封。打印编号[0-9a-f-]{36}。/);
  });

  it('shows the time of the payment where the institution told it, as its export and the question do', async () => {
    const visit = { personId: 'example-person', institutionId: 'example-hospital', date: '2023-06-01', time: '14:05' };
    const about = { commandId: 't', type: 'SettleVisit', region: 'panzhihua', visitId: 'timed', ...visit };
    const { body } = await example.client.send({ ...about, total: '10.00', inScope: '10.00' });
    const minPosition = String(body.position);
    const slip = await example.client.get(`${PERSON}/settlements/timed/slip?minPosition=${minPosition}`);
    expect(slip.body.text).toContain('2023-06-01 14:05');
    expect((await example.client.get(`${PERSON}/settlements/timed`)).body.time).toBe('14:05');
    expect((await example.client.get(`${PERSON}/settlements/example-visit-2`)).body.time).toBeNull();
    const asked = `/regions/panzhihua/exports/settlements?format=csv&month=2023-06&minPosition=${minPosition}`;
    expect(String((await example.client.get(asked)).body.text)).toContain(
      'example-hospital,2023-06-01,14:05,2023-06-01,timed',
    );
  });

  it('shows the account’s balance after it, not the present one', async () => {
    const lines = (await example.client.get(`${PERSON}/statement`)).body.rows as {
      balance: string;
      reference: string;
    }[];
    const after = lines.find(({ reference }) => reference === 'example-visit-1')?.balance as string;
    const slip = await paper(`${PERSON}/settlements/example-visit-1/slip`);
    expect(slip).toContain(`结算后个人账户余额：${after}元`);
    expect(lines.at(-1)?.balance).not.toBe(after);
  });

  it('says that it was taken back, and why, as text', async () => {
    const slip = await paper(`${PERSON}/settlements/example-visit-1/slip`);
    expect(slip).toContain('已于2023-04-01冲正：&#60;b&#62;错人&#60;/b&#62;');
  });

  it('is recorded, with who had it printed', async () => {
    const address = `${PERSON}/settlements/example-visit-2/slip?actor=clerk-7&minPosition=${position}`;
    const slip = (await example.client.get(address)).body.text as string;
    const printed = `/regions/panzhihua/exports?report=settlement-slip&actor=clerk-7&minPosition=${String(Number(position) + 1)}`;
    const { body } = await example.client.get(printed);
    const sha256 = createHash('sha256').update(slip).digest('hex');
    const filter = { person: 'example-person', visit: 'example-visit-2' };
    expect(body.rows).toMatchObject([{ format: 'html', filter, rows: 1, sha256 }]);
    expect(slip).toContain(String((body.rows as { exportId: string }[])[0]?.exportId));
  });

  it.each([
    [`${PERSON}/settlements/none/slip`, 'unknown-visit'],
    ['/regions/panzhihua/persons/nobody/settlements/none/slip', 'unknown-person'],
    ['/regions/atlantis/persons/nobody/settlements/none/slip', 'unknown-region'],
    ['/regions/panzhihua/payments/none/order', 'unknown-payment'],
    ['/regions/panzhihua/payments/example-hospital-2023-03-2/order', 'unknown-payment'],
  ])('there is none at %s', async (address, code) => {
    expect(await example.client.get(address)).toMatchObject({ status: 404, body: { code } });
  });
});

describe('a payment order', () => {
  it('must not be paid before it is approved, and then has the amount in capitals', async () => {
    const address = '/regions/panzhihua/payments/example-hospital-2023-03-1/order';
    expect(await paper(address)).toContain('待复核，不得据以付款');
    const approval = { type: 'ApprovePayment', region: 'panzhihua', paymentId: 'example-hospital-2023-03-1' };
    const { body } = await example.client.send({ commandId: 'a', actor: 'cashier', ...approval });
    const order = await paper(address);
    const { amount } = body.result as { readonly amount: string };
    expect(order).not.toContain('待复核');
    expect(order).toContain(`<td>实拨金额</td><td class="amount">${amount}</td>`);
    expect(order).toContain(`金额（小写）：￥${amount}`);
    expect(order).toMatch(/金额（大写）：人民币[零壹贰叁肆伍陆柒捌玖拾佰仟元角分整]+</);
    expect(order).toContain('<th>复核</th><td>cashier</td>');
    expect(order).toContain('<th>付款日期</th><td>—</td>');
  });

  it('says that it was paid, when, by whom and by which order of the bank', async () => {
    const payment = { region: 'panzhihua', paymentId: 'example-hospital-2023-03-1', date: '2023-04-06' };
    await example.client.send({
      ...{ commandId: 'm', type: 'RecordPayment', reference: 'B-17', actor: 'paymaster' },
      ...payment,
    });
    const order = await paper('/regions/panzhihua/payments/example-hospital-2023-03-1/order');
    expect(order).toContain('已于2023-04-06付款，不得重复付款');
    expect(order).toContain('<th>付款日期</th><td>2023-04-06</td>');
    expect(order).toContain('<th>付款</th><td>paymaster</td>');
    expect(order).toContain('<th>银行单号</th><td>B-17</td>');
  });
});

describe("the order of a year's clearing", () => {
  it('has a row for each line, with its article', async () => {
    const of = { region: 'panzhihua', institutionId: 'example-hospital' };
    const send = (commandId: string, command: object) => example.client.send({ commandId, ...of, ...command });
    const terms = { method: 'per-head', perHead: '2.00', heads: 5, depositRate: '0.05', basis: 'agreement' };
    await send('c', { type: 'AgreeContract', from: '2024-01', ...terms });
    const cleared = await send('y', { type: 'ClearInstitution', year: 2024, actor: 'accountant' });
    position = cleared.body.position as string;
    const order = await paper('/regions/panzhihua/payments/example-hospital-2024-12-1/order');
    expect(order).toContain('<th>拨付类别</th><td>年度清算</td>');
    expect(order).toContain('<td>据实费用（结算0.00，其中已冲正0.00，第17条）</td><td class="amount">0.00</td>');
    expect(order).toContain('<td>付费方式调整（第17条）</td><td class="amount">120.00</td>');
    expect(order).toContain('按协议约定结算');
  });
});

describe('markup', () => {
  it('escapes all that is put in, but what is HTML already', () => {
    expect(markup`<p title="${'"\''}">${'<a&b>'}${[markup`<br>`, markup`${1}`]}</p>`.text).toBe(
      '<p title="&#34;&#39;">&#60;a&#38;b&#62;<br>1</p>',
    );
  });

  it('shows no character that hides what follows it', () => {
    expect(escaped('a\u0000b\u202ec\nd')).toBe('a\ufffdb\ufffdc\nd');
  });
});
