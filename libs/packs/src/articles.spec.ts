import { describe, expect, test } from '@jest/globals';
import { chineseNumber, splitArticles } from './articles.ts';

test.each([
  ['一', 1],
  ['九', 9],
  ['十', 10],
  ['十九', 19],
  ['二十', 20],
  ['三十七', 37],
])('%s is %i', (text, value) => {
  expect(chineseNumber(text)).toBe(value);
});

describe('splitArticles', () => {
  test('articles run on over lines; a chapter heading belongs to none; items do not open one', () => {
    const text = '关于印发的通知\n第一章 总则\n第一条 甲\n 乙。\n（一）丙\n第二章 附则\n第二条   丁，见第一条\n';
    expect([...splitArticles(text)]).toEqual([
      ['1', '第一条甲乙。（一）丙'],
      ['2', '第二条丁，见第一条'],
    ]);
  });

  test('an opinion without articles is numbered by part, section and item', () => {
    const text = '意见\n（题注）\n一、总体\n（一）甲\n二、措施\n（一）乙\n（二）丙\n1．丁\n 戊\n2．己\n';
    expect([...splitArticles(text)]).toEqual([
      ['1(1)', '（一）甲'],
      ['2(1)', '（一）乙'],
      ['2(2)', '（二）丙'],
      ['2(2)1', '1．丁戊'],
      ['2(2)2', '2．己'],
    ]);
  });
});
