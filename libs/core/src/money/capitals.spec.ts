import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { capitalsOf } from './capitals.ts';

describe('amounts in Chinese capitals (支付结算办法 附一)', () => {
  test.each([
    ['1409.50', '壹仟肆佰零玖元伍角'],
    ['6007.14', '陆仟零柒元壹角肆分'],
    ['1680.32', '壹仟陆佰捌拾元零叁角贰分'],
    ['107000.53', '壹拾万柒仟元零伍角叁分'],
    ['16409.02', '壹万陆仟肆佰零玖元零贰分'],
    ['325.04', '叁佰贰拾伍元零肆分'],
  ])('%s is an example of the rule itself: %s', (amount, capitals) => {
    expect(capitalsOf(amount)).toBe(capitals);
  });

  test.each([
    ['123.45', '壹佰贰拾叁元肆角伍分'],
    ['123', '壹佰贰拾叁元整'],
    ['123.4', '壹佰贰拾叁元肆角'],
    ['10.00', '壹拾元整'], // 壹 is never left out before 拾: it could be written in front later
    ['15.05', '壹拾伍元零伍分'],
    ['20.05', '贰拾元零伍分'],
    ['0.45', '肆角伍分'],
    ['0.05', '伍分'],
    ['0.50', '伍角'],
    ['0.00', '零元整'],
    ['-0.00', '零元整'],
    ['-125.00', '负壹佰贰拾伍元整'],
    ['100500.00', '壹拾万零伍佰元整'],
    ['10001.00', '壹万零壹元整'],
    ['1000000.00', '壹佰万元整'],
    ['100000000.00', '壹亿元整'],
    ['100000500.00', '壹亿零伍佰元整'],
    ['100007000.00', '壹亿零柒仟元整'],
    ['2000010000.00', '贰拾亿零壹万元整'],
    ['2030000000.00', '贰拾亿叁仟万元整'],
    ['1000000000000.00', '壹万亿元整'],
    ['1000000000001.00', '壹万亿零壹元整'],
    ['10005000000000.00', '壹拾万零伍拾亿元整'],
    ['9999999999999.99', '玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分'],
  ])('%s is %s', (amount, capitals) => {
    expect(capitalsOf(amount)).toBe(capitals);
  });

  test.each(['', '1,409.50', '0.005', '1e3', 'NaN', '12345678901234567', '¥1', ' 1'])('%j is no amount', (text) => {
    expect(() => capitalsOf(text)).toThrow(RangeError);
  });

  test('whatever is written reads back as the same amount', () => {
    fc.assert(
      fc.property(amounts, (amount) => {
        expect(readBack(capitalsOf(amount))).toBe(amount);
      }),
    );
  });

  test('no two zeros stand beside each other, and no zero before a unit', () => {
    fc.assert(
      fc.property(
        amounts.filter((amount) => !/^-?0\.00$/.test(amount)),
        (amount) => {
          expect(capitalsOf(amount)).not.toMatch(/零零|零[仟佰拾万亿元角分整]/);
        },
      ),
    );
  });
});

/** Amounts with many zeros among their digits, for there the rules are. */
const amounts = fc
  .tuple(
    fc.array(fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 9 })), {
      minLength: 1,
      maxLength: 16,
    }),
    fc.constantFrom('00', '05', '40', '45'),
    fc.boolean(),
  )
  .map(([digits, fraction, negative]) => {
    const amount = `${digits.join('').replace(/^0+(?=\d)/, '')}.${fraction}`;
    return negative && amount !== '0.00' ? `-${amount}` : amount;
  });

/** Reads capitals digit by digit, without asking how they were written: places add up, 万 and 亿 multiply what is open. */
function readBack(capitals: string): string {
  const units: { readonly [unit: string]: bigint } = { 仟: 1000n, 佰: 100n, 拾: 10n };
  let [yuan, section, value, jiao, fen] = [0n, 0n, 0n, 0n, 0n];
  let high = 0n;
  for (const letter of capitals) {
    const digit = '零壹贰叁肆伍陆柒捌玖'.indexOf(letter);
    if (digit >= 0) value = BigInt(digit);
    else if (units[letter] !== undefined) [section, value] = [section + value * units[letter], 0n];
    else if (letter === '万') [yuan, section, value] = [yuan + (section + value) * 10_000n, 0n, 0n];
    else if (letter === '亿') [high, yuan, section, value] = [(yuan + section + value) * 100_000_000n, 0n, 0n, 0n];
    else if (letter === '元') [yuan, section, value] = [high + yuan + section + value, 0n, 0n];
    else if (letter === '角') [jiao, value] = [value, 0n];
    else if (letter === '分') [fen, value] = [value, 0n];
  }
  return `${capitals.startsWith('负') ? '-' : ''}${String(yuan)}.${String(jiao)}${String(fen)}`;
}
