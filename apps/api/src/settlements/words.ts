import type { CompactStep, Policy } from '@gongji/core';

/** A sentence that a clerk can read to the patient: Chinese first, English second. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** The name of a row, an exclusion, a programme or a line. */
export type Title = (name: string) => Words;

/**
 * A step of a settlement in words, rendered from its compact form and the titles of the pack that decided.
 *
 * A step that this version does not know keeps its figures: nothing of an explanation is ever left out.
 *
 * @param policy the rules that decided; without them, rows keep their names.
 */
export function wordsOf(step: CompactStep, policy: Policy | undefined): Words {
  const { zh, en } = (SENTENCES[step.step] ?? anyStep)(step, titlesOf(policy));
  if (policy === undefined) return { zh, en };
  const article = policy.ruleArticle(step.rule).slice(policy.pack.document.id.length + 1);
  return { zh: `${unended(zh)}（${articleInChinese(article)}）。`, en: `${unended(en)} (${article}).` };
}

/** "第7条第2款" of "art. 7 para. 2"; what is not said that way in Chinese stays as it is. */
export function articleInChinese(article: string): string {
  return article
    .replace(/^art\. (\d+)(?= |$)/, '第$1条')
    .replace(/^art\. /, '')
    .replace(/ ?para\. (\d+)/, '第$1款');
}

const SENTENCES: { readonly [step: string]: (step: CompactStep, title: Title) => Words } = {
  'not-covered': ({ reason = '' }, title) => ({
    zh: `统筹基金不予支付：${title(reason).zh}。`,
    en: `The pooled fund does not pay: ${title(reason).en}.`,
  }),
  'self-pay-first': ({ amount, of, rate }) => ({
    zh: `政策范围内费用${of}元，先行自付${percent(rate)}，即${amount}元。`,
    en: `Of ${of} yuan in scope the patient pays ${percent(rate)} first: ${amount} yuan.`,
  }),
  deductible: ({ amount, standard, before, rule }, title) => ({
    zh: `${title(rule).zh}${standard}元${
      before === undefined ? `，本次负担${amount}元。` : `，本年度此前已负担${before}元，本次负担${amount}元。`
    }`,
    en: `${title(rule).en}: ${standard} yuan${
      before === undefined
        ? `; this visit bears ${amount} yuan.`
        : `, of which ${before} yuan were borne earlier this year; this visit bears ${amount} yuan.`
    }`,
  }),
  share: ({ amount, of, rate, rule, line }, title) => ({
    zh: `起付标准以上的${of}元按${percent(rate)}支付（${title(rule).zh}），统筹基金应支付${amount}元（${title(line ?? '').zh}）。`,
    en: `Of ${of} yuan above the deductible the pooled fund's share is ${percent(rate)} (${title(rule).en}): ${amount} yuan (${title(line ?? '').en}).`,
  }),
  cap: ({ amount, cap, before, rule }, title) => ({
    zh: `${title(rule).zh}${cap}元，本年度此前已支付${before}元，本次最多支付${amount}元。`,
    en: `${title(rule).en}: ${cap} yuan, of which ${before} yuan were paid earlier this year; this visit is paid at most ${amount} yuan.`,
  }),
  'beyond-cap': ({ amount, rule }, title) => ({
    zh: `超过限额的政策范围内费用${amount}元，转按${title(nameIn(rule)).zh}支付。`,
    en: `The ${amount} yuan of expense beyond the cap go on under ${title(nameIn(rule)).en}.`,
  }),
  account: ({ amount, balance, limit, reason }) =>
    reason === 'barred'
      ? { zh: '此项费用不得由个人账户支付。', en: 'The personal account may not pay for this.' }
      : {
          zh: `个人账户支付${amount}元（支付前余额${balance}元${limit === undefined ? '' : `，限支付${limit}元`}）。`,
          en: `The personal account pays ${amount} yuan (balance before: ${balance} yuan${limit === undefined ? '' : `, limit: ${limit} yuan`}).`,
        },
  'not-applied': (step, title) => (NOT_APPLIED[step.reason ?? ''] ?? anyStep)(step, title),
};

/** What did not apply and why: the article is that which would have applied. */
const NOT_APPLIED: { readonly [reason: string]: (step: CompactStep, title: Title) => Words } = {
  'below-deductible': ({ amount, rule }, title) => ({
    zh: `尚差${amount}元达到起付标准，本次不适用${title(rule).zh}。`,
    en: `${amount} yuan are missing to the deductible, so that nothing is paid under: ${title(rule).en}.`,
  }),
  'cap-used-up': ({ amount, rule }, title) => ({
    zh: `年度限额已用完，按${title(rule).zh}计算的${amount}元不再支付。`,
    en: `The yearly cap is used up, so that ${amount} yuan more are not paid under: ${title(rule).en}.`,
  }),
  'not-registered': (step) =>
    wantOfRegistration(step, '未办理异地就医备案', 'Without a registration for care elsewhere'),
  referred: (step) => wantOfRegistration(step, '转诊不等同于长期异地备案', 'With a referral only'),
  'no-certificate': ({ condition }) => ({
    zh: `“${condition ?? ''}”没有有效的病种认定，不适用慢特病和“两病”待遇。`,
    en: `No certificate for ${condition ?? ''} is in force, so that no benefit for certified diseases applies.`,
  }),
  'no-account': () => ({
    zh: '该参保人员没有个人账户，不能由个人账户支付。',
    en: 'There is no personal account that could pay.',
  }),
  held: ({ amount, held }) => ({
    zh: `账户中的${held ?? ''}元已为其他就诊预留，个人账户因此少支付${amount}元。`,
    en: `${held ?? ''} yuan of the account are set aside for other visits, so that it pays ${amount} yuan less.`,
  }),
};

function wantOfRegistration({ amount }: CompactStep, zh: string, en: string): Words {
  if (amount === '0.00') {
    return { zh: `${zh}，不适用备案后的待遇。`, en: `${en}, what holds for registered care does not apply.` };
  }
  return { zh: `${zh}，多先行自付${amount}元。`, en: `${en} the patient pays ${amount} yuan more first.` };
}

/** A sentence without its full stop, so that the article comes before it. */
function unended(sentence: string): string {
  return sentence.replace(/[.。]$/, '');
}

function anyStep({ step, amount, rule, ...inputs }: CompactStep): Words {
  const figures = Object.entries(inputs).map(([name, value]) => `${name} ${value}`);
  const all = [amount, ...figures].join(', ');
  return { zh: `${step}（${rule}）：${all}。`, en: `${step} (${rule}): ${all}.` };
}

/** Why the pooled fund does not cover a visit, besides the exclusions that each pack names itself (COMMANDS.md, SettleVisit). */
const REASONS: { readonly [reason: string]: Words } = {
  'inpatient-stay': { zh: '住院期间的普通门诊', en: 'ordinary care during an inpatient stay' },
  'entitlement-suspended': { zh: '待遇暂停期间', en: 'the entitlement is suspended' },
  'no-account': { zh: '所参险种不享受此项待遇', en: 'the plan does not include this benefit' },
  'not-registered': { zh: '未办理异地就医备案', en: 'no registration for care outside the area' },
  'pharmacy-not-covered': { zh: '药店购药不纳入支付', en: 'pharmacies are not covered' },
  'internet-not-covered': { zh: '互联网医院不纳入支付', en: 'internet hospitals are not covered' },
  'institution-not-pooling': { zh: '该机构未开展门诊统筹', en: 'the institution takes no part in outpatient pooling' },
  'no-prescription': { zh: '没有外配处方', en: 'no transferred prescription' },
  'tier-not-covered': { zh: '该级别机构不纳入支付', en: 'institutions of this tier are not covered' },
  'over-48-hours': { zh: '日间手术超过四十八小时', en: 'the stay for day surgery was longer than 48 hours' },
};

/** Programmes' and lines' names where a pack has no rule of that name. */
const LINES: { readonly [line: string]: Words } = {
  'inpatient-maximum': { zh: '计入住院年度最高支付限额', en: 'counted against the inpatient yearly maximum' },
};

/** Finds titles in the pack: of a table by a row's name, of an exclusion, of a programme. */
export function titlesOf(policy: Policy | undefined): Title {
  return (name) => {
    const table = name.slice(0, name.lastIndexOf('/'));
    const found =
      policy?.pack.tables.find((each) => each.table === table)?.title ??
      policy?.pack.exclusions.find(({ code }) => code === name)?.title ??
      policy?.pack.programmes.find(({ programme }) => programme === name)?.title ??
      REASONS[name] ??
      LINES[name];
    return found ?? { zh: name, en: name };
  };
}

function nameIn(rule: string): string {
  return rule.slice(rule.indexOf('/') + 1);
}

/** "55%" of "0.55", exactly: the point is moved, nothing is computed. */
export function percent(rate: string | undefined): string {
  if (rate === undefined) return '';
  const [whole = '0', fraction = ''] = rate.split('.');
  const padded = fraction.padEnd(2, '0');
  const integer = `${whole}${padded.slice(0, 2)}`.replace(/^0+(?=\d)/, '');
  const rest = padded.slice(2).replace(/0+$/, '');
  return `${integer}${rest === '' ? '' : `.${rest}`}%`;
}
