import { exact } from './money.ts';

const DIGITS = '零壹贰叁肆伍陆柒捌玖';
/** Within four digits, from the thousands down. */
const PLACES = ['仟', '佰', '拾', ''];
/** Of the groups of four digits, from the lowest up. The fourth stands before 亿: 万亿. */
const GROUPS = ['', '万', '亿', '万'];
const AMOUNT = /^(-?)(\d{1,16})(?:\.(\d{1,2}))?$/;

/**
 * An amount in Chinese capitals (大写), as vouchers carry it beside the figures: 壹佰贰拾叁元肆角伍分 of "123.45".
 *
 * The rule is annex 1 of the Measures for Payment and Settlement (支付结算办法, 银发〔1997〕393号, 附一 正确填写票据和结算凭证的基本规定),
 * items 1, 2 and 4; article 8 of the Negotiable Instruments Law (票据法) asks for capitals and figures that agree. Where the rule
 * leaves a choice, the first form of its own examples is taken: no 整 after 角, no 零 between a 万 that ends in zero and a 仟 that
 * does not, one 零 between a 元 that ends in zero and 角. Zero (零元整) and less than zero (负) are not in the rule.
 *
 * Item 3 asks for 人民币 in front without a space: whoever prints a voucher writes it.
 *
 * @param amount yuan with at most two decimals, below ten thousand million million (万亿: up to sixteen digits before the point).
 * @throws RangeError for any other text: an amount is never cut or rounded here.
 */
export function capitalsOf(amount: string): string {
  const [, minus = '', whole = '', fraction = ''] = AMOUNT.exec(amount) ?? [];
  if (whole === '') throw new RangeError(`${amount} is no amount in yuan with at most two decimals.`);
  const yuan = yuanOf(whole);
  const small = smallOf(fraction.padEnd(2, '0'));
  if (yuan === '' && small === '') return '零元整';
  const sign = minus === '' ? '' : '负';
  if (small === '') return `${sign}${yuan}元整`;
  if (yuan === '') return `${sign}${small}`;
  const gap = whole.endsWith('0') || !small.includes('角') ? '零' : '';
  return `${sign}${yuan}元${gap}${small}`;
}

/** 角 and 分 of two digits; nothing for zero. */
function smallOf(digits: string): string {
  return Array.from(digits, (each, place) => (each === '0' ? '' : `${digit(each)}${place === 0 ? '角' : '分'}`)).join(
    '',
  );
}

/** The yuan without their unit; nothing for zero. */
function yuanOf(whole: string): string {
  const digits = exact(whole).toFixed(0).padStart(16, '0');
  let text = '';
  for (let group = 3; group >= 0; group -= 1) {
    const four = digits.slice((3 - group) * 4, (4 - group) * 4);
    const above = digits.slice(0, (3 - group) * 4);
    const isBelowWan = group === 2 && above !== '0000'; // 万亿: its 亿 is written though its own four digits are zero
    if (four === '0000') {
      if (isBelowWan) text += GROUPS[group] as string;
      continue;
    }
    const gap = text !== '' && (four.startsWith('0') || above.endsWith('0000')) ? '零' : '';
    text += `${gap}${fourOf(four)}${GROUPS[group] as string}`;
  }
  return text;
}

/** Four digits, not all zero, without zeros in front: 零 once for each run of zeros between others. */
function fourOf(four: string): string {
  const places = Array.from(four, (each, place) => (each === '0' ? '零' : `${digit(each)}${PLACES[place] as string}`));
  return places
    .join('')
    .replace(/零+/g, '零')
    .replace(/^零|零$/g, '');
}

function digit(of: string): string {
  return DIGITS.charAt(Number(of));
}
