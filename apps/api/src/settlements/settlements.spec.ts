import { Policies } from '@gongji/application';
import type { CompactStep } from '@gongji/core';
import type { Settlement } from '@gongji/projections';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { withExample } from '../testing/service.ts';
import { explainedSettlement } from './explained-settlement.ts';
import { articleInChinese, percent, wordsOf } from './words.ts';

const example = withExample();
const SETTLEMENTS = '/regions/panzhihua/persons/example-person/settlements';

/** Asks for what the example wrote. */
function ask(path: string) {
  return example.client.get(`${path}?minPosition=${example.position}`);
}

let policies: Policies;
beforeAll(async () => {
  policies = await Policies.load();
});

describe('settlements', () => {
  it('are listed without their steps', async () => {
    const { status, body } = await ask(SETTLEMENTS);
    expect(status).toBe(200);
    expect(body).toMatchObject({ rows: [{ visitId: 'example-visit-1' }, { visitId: 'example-visit-2' }], next: null });
    expect((body.rows as object[])[0]).not.toHaveProperty('steps');
  });

  it('are explained one by one, with article, figures and words', async () => {
    const { status, body } = await ask(`${SETTLEMENTS}/example-visit-2`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      total: '520.00',
      pooled: '258.30',
      account: '60.00',
      cash: '201.70',
      reversedOn: null,
    });
    expect(body).toMatchObject({
      document: { id: 'panzhihua-2022' },
      summary: { zh: '费用总额520.00元：统筹基金支付258.30元，个人账户支付60.00元，个人现金支付201.70元。' },
      explanation: [
        { step: 'deductible', article: 'panzhihua-2022 art. 7 para. 2', amount: '50.00', before: '150.00' },
        { step: 'share', of: '430.50', rate: '0.6', amount: '258.30' },
        { step: 'account', amount: '60.00', balance: '60.00' },
      ],
    });
    expect((body.explanation as { words: unknown }[])[0]?.words).toEqual({
      zh: '普通门诊年度起付线200.00元，本年度此前已负担150.00元，本次负担50.00元（第7条第2款）。',
      en: 'Ordinary care - yearly deductible: 200.00 yuan, of which 150.00 yuan were borne earlier this year; this visit bears 50.00 yuan (art. 7 para. 2).',
    });
  });

  it('that do not exist are a problem', async () => {
    expect(await ask(`${SETTLEMENTS}/nothing`)).toMatchObject({
      status: 404,
      body: { code: 'unknown-visit', field: 'visitId' },
    });
  });
});

describe('words', () => {
  const inPanzhihua = (step: CompactStep) => wordsOf(step, policies.of('panzhihua'));

  it.each<[CompactStep, string, string]>([
    [
      { step: 'not-covered', rule: 'exclusion/work-injury', amount: '0.00', reason: 'work-injury' },
      '统筹基金不予支付',
      'does not pay',
    ],
    [
      { step: 'not-covered', rule: 'entitlement', amount: '0.00', reason: 'entitlement-suspended' },
      '待遇暂停期间',
      'suspended',
    ],
    [
      { step: 'deductible', rule: 'ordinary.deductible/1', amount: '30.00', standard: '30.00' },
      '30.00元，本次负担30.00元',
      'this visit bears 30.00 yuan',
    ],
    [
      { step: 'cap', rule: 'ordinary.cap/1', amount: '10.00', cap: '2000.00', before: '1990.00' },
      '2000.00元，本年度此前已支付1990.00元，本次最多支付10.00元',
      'at most 10.00 yuan',
    ],
    [{ step: 'beyond-cap', rule: 'programme/ordinary', amount: '44.00' }, '转按普通门诊', 'beyond the cap'],
    [
      { step: 'account', rule: 'account.useVisit/1', amount: '5.00', balance: '9.00', limit: '5.00' },
      '限支付5.00元',
      'limit: 5.00 yuan',
    ],
    [
      { step: 'account', rule: 'exclusion/fitness', amount: '0.00', reason: 'barred' },
      '不得由个人账户支付',
      'may not pay',
    ],
    [
      { step: 'not-applied', rule: 'ordinary.rate/1', amount: '50.00', reason: 'below-deductible' },
      '尚差50.00元达到起付标准',
      '50.00 yuan are missing',
    ],
    [
      { step: 'not-applied', rule: 'ordinary.rate/1', amount: '60.00', reason: 'cap-used-up' },
      '年度限额已用完',
      '60.00 yuan more are not paid',
    ],
    [
      { step: 'not-applied', rule: 'coverage.place/1', amount: '0.00', reason: 'not-registered' },
      '未办理异地就医备案，不适用备案后的待遇',
      'does not apply',
    ],
    [
      { step: 'not-applied', rule: 'ordinary.rate/1', amount: '100.00', reason: 'referred' },
      '多先行自付100.00元',
      'the patient pays 100.00 yuan more first',
    ],
    [
      { step: 'not-applied', rule: 'certificate.holds/1', amount: '0.00', reason: 'no-certificate', condition: '痛风' },
      '“痛风”没有有效的病种认定',
      'No certificate for 痛风',
    ],
    [
      { step: 'not-applied', rule: 'account.personalCredit/3', amount: '0.00', reason: 'no-account' },
      '没有个人账户',
      'no personal account',
    ],
    [
      { step: 'not-applied', rule: 'account.useVisit/1', amount: '30.00', reason: 'held', held: '60.00' },
      '60.00元已为其他就诊预留，个人账户因此少支付30.00元',
      'pays 30.00 yuan less',
    ],
    [{ step: 'something-new', rule: 'ordinary.rate/1', amount: '1.00', of: '2.00' }, 'something-new', '1.00, of 2.00'],
  ])('say each step in both languages: %#', (step, zh, en) => {
    const words = inPanzhihua(step);
    expect(words.zh).toContain(zh);
    expect(words.zh).toMatch(/^[^.]*(\.\d\d[^.]*)*（.+）。$/);
    expect(words.en).toContain(en);
    expect(words.en).toMatch(/\(.+\)\.$/);
  });

  it('name what the patient pays first', () => {
    const step = { step: 'self-pay-first', rule: 'x/1', amount: '45.00', of: '450.00', rate: '0.1' };
    expect(wordsOf(step, undefined).zh).toBe('政策范围内费用450.00元，先行自付10%，即45.00元。');
  });

  it.each([
    ['0.6', '60%'],
    ['0.55', '55%'],
    ['0.005', '0.5%'],
    ['1', '100%'],
    ['0', '0%'],
    ['0.0725', '7.25%'],
  ])('say the rate %s as %s', (rate, text) => {
    expect(percent(rate)).toBe(text);
  });

  it.each([
    ['art. 7', '第7条'],
    ['art. 7 para. 2', '第7条第2款'],
    ['art. 5 (3)', '第5条 (3)'],
    ['art. 2(2)1', '2(2)1'],
  ])('say the article %s as %s', (article, chinese) => {
    expect(articleInChinese(article)).toBe(chinese);
  });
});

describe('an explanation', () => {
  const settlement = (packHash: string | null): Settlement =>
    ({
      region: 'panzhihua',
      packHash,
      reversedOn: '2023-05-01',
      steps: [{ step: 'deductible', rule: 'ordinary.deductible/1', amount: '1.00', standard: '200.00' }],
    }) as unknown as Settlement;

  it('names no article of another version of the rules', () => {
    const explained = explainedSettlement(settlement('another'), policies);
    expect(explained).toMatchObject({ document: null, explanation: [{ article: null, amount: '1.00' }] });
    expect(explained.explanation[0]?.words.zh).toBe('ordinary.deductible/1200.00元，本次负担1.00元。');
  });

  it('says that a settlement was reversed', () => {
    const explained = explainedSettlement(settlement(policies.of('panzhihua')?.hash ?? null), policies);
    expect(explained.document?.id).toBe('panzhihua-2022');
    expect(explained.summary.zh).toContain('已于2023-05-01冲正');
    expect(explained.summary.en).toContain('Reversed on 2023-05-01');
  });
});
