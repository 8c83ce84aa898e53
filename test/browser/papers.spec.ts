import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startService, type Service } from '@gongji/api';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { chromiumHere } from './browser.ts';

const program = chromiumHere();

/** Papers on a real browser: what a clerk sends to the printer, or keeps as PDF. */
describe('papers', () => {
  if (program === undefined) {
    test('NOT TRIED: no Chromium is on the path, and CHROMIUM names none', () => {
      expect(chromiumHere()).toBeUndefined();
    });
    return;
  }
  let folder = '';
  let service: Service | undefined;
  let browser: Browser | undefined;
  let position = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gongji-papers-'));
    service = await startService({ place: { folder }, port: 0 });
    browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox'] });
    const answers = await fetch(`${service.url}/command-files`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: COMMANDS.map(
        (command, at) => `${JSON.stringify({ commandId: `p-${at}`, region: 'zibo', ...command })}\n`,
      ).join(''),
    });
    const lines = (await answers.text()).trim().split('\n');
    const wrong = lines.filter((line) => line.includes('"ok":false'));
    expect(wrong).toEqual([]);
    position = (JSON.parse(lines.at(-1) ?? '') as { readonly position: string }).position;
  });
  afterAll(async () => {
    await browser?.close();
    await service?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Opens a paper and prints it. */
  async function printed(
    address: string,
  ): Promise<{ readonly text: string; readonly pdf: string; readonly page: Page }> {
    const page = await (browser as Browser).newPage();
    const answer = await page.goto(`${(service as Service).url}/regions/zibo/${address}?minPosition=${position}`);
    expect([answer?.status(), answer?.headers()['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    const text = await page.innerText('body');
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    return { text, pdf, page };
  }

  test('a settlement slip is one page of A4 that shows what the question answers', async () => {
    const { text, pdf } = await printed('persons/P/settlements/V/slip');
    expectOnePageOfA4(pdf);
    const answer = await fetch(`${(service as Service).url}/regions/zibo/persons/P/settlements/V`);
    const { pooled, account, cash, explanation } = (await answer.json()) as {
      readonly [amount in 'pooled' | 'account' | 'cash']: string;
    } & { readonly explanation: readonly { readonly words: { readonly zh: string } }[] };
    expect(Number(pooled)).toBeGreaterThan(0);
    for (const shown of [
      '结算单',
      `统筹基金支付合计：${pooled}元`,
      `个人账户支付\t${account}`,
      `个人现金支付\t${cash}`,
    ]) {
      expect(text).toContain(shown);
    }
    for (const { words } of explanation) expect(text).toContain(words.zh);
  });

  test('a name is text, whatever it is made of', async () => {
    const { text, page } = await printed('persons/P/settlements/V/slip');
    expect(text).toContain(NAME);
    expect(await page.title()).not.toBe('taken over');
    expect(await page.locator('script, img, a').count()).toBe(0);
  });

  test('a payment order is one page of A4 with the amount in capitals', async () => {
    const waiting = await printed('payments/H-2023-03-1/order');
    expectOnePageOfA4(waiting.pdf);
    expect(waiting.text).toContain('待复核，不得据以付款');
    const approval = {
      commandId: 'a',
      type: 'ApprovePayment',
      region: 'zibo',
      paymentId: 'H-2023-03-1',
      actor: 'cashier',
    };
    const approved = await fetch(`${(service as Service).url}/commands`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(approval),
    });
    expect(approved.status).toBe(200);
    const { text, pdf } = await printed('payments/H-2023-03-1/order');
    expectOnePageOfA4(pdf);
    expect(text).not.toContain('待复核');
    expect(text).toMatch(/金额（大写）：人民币[壹贰叁肆伍陆柒捌玖拾佰仟零元角分整]+\n/);
    expect(text).toContain(NAME);
  });
});

/** Chromium writes the dictionaries of pages as plain text; A4 is 595.28 by 841.89 points. */
function expectOnePageOfA4(pdf: string): void {
  expect(pdf.slice(0, 5)).toBe('%PDF-');
  expect(pdf.match(/\/Type \/Page\b(?!s)/g)).toHaveLength(1);
  const [width, height] = (/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf) ?? []).slice(1).map(Number);
  expect(width).toBeCloseTo(595.3, -0.3);
  expect(height).toBeCloseTo(841.9, -0.3);
}

const NAME = `市医院<script>document.title='taken over'</script>"'><img src=x onerror="document.title='taken over'">&amp;`;

const COMMANDS: readonly object[] = [
  {
    type: 'PublishParameters',
    effectiveFrom: '2023-01-01',
    values: {
      averagePension: '4000.00',
      'contribution.rate.on-job': '0.09',
      'legacy.employerCreditRate.from-age-0': '0.01',
    },
    basis: 'b',
  },
  {
    type: 'DesignateInstitution',
    institutionId: 'H',
    name: NAME,
    kind: 'medical',
    tier: 1,
    outpatientPooling: true,
    from: '2023-01-01',
  },
  {
    type: 'EnrolPerson',
    personId: 'P',
    birthDate: '1980-05-01',
    employment: 'on-job',
    plan: 'pooled-and-account',
    from: '2023-01-01',
  },
  { type: 'RecordContribution', personId: 'P', month: '2023-01', base: '6000.00', paidOn: '2023-01-10' },
  {
    type: 'SettleVisit',
    visitId: 'V',
    personId: 'P',
    institutionId: 'H',
    date: '2023-03-06',
    total: '1520.00',
    inScope: '1480.50',
    account: {},
  },
  { type: 'PayInstitution', institutionId: 'H', month: '2023-03', actor: 'accountant' },
];
