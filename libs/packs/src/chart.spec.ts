import { describe, expect, it } from '@jest/globals';
import { BOOK_ACCOUNTS } from '@gongji/core';
import { readChart } from './chart.ts';

describe('an agency’s chart of accounts', () => {
  it.each([
    ['YAML', "benefits: { code: '0500101', name: 待遇支出 }\npremiums: 5092001\n"],
    ['JSON', '{"benefits": {"code": "0500101", "name": "待遇支出"}, "premiums": "5092001"}'],
  ])('is read from %s', (_form, text) => {
    const chart = readChart('chart.yaml', text);
    expect(chart.benefits).toMatchObject({ code: '0500101', codeFrom: 'setting', name: { zh: '待遇支出' } });
    expect(chart.premiums).toMatchObject({ code: '5092001', nameFrom: 'ours' });
    expect(chart.surplus).toEqual(BOOK_ACCOUNTS.surplus);
  });

  it.each([
    ['benefit: 500101', /^chart.yaml:1: benefit: no book account; .*did you mean "benefits"\?$/],
    ['surplus: 3001\nbenefits: A1', /^chart.yaml:2: benefits: "A1" is not a code of four to twenty digits$/],
    ['benefits: { code: 500101, title: x }', /benefits.title: unknown key; known here: code, name$/],
    ['benefits: { name: "" }', /benefits.name: must not be empty$/],
    ['benefits: [1]', /benefits: must be a mapping$/],
    ['benefits: 4001', /^chart.yaml:1: benefits: contributions and benefits have the same code 4001$/],
    ['contributions: 5001', /^chart.yaml:1: contributions: contributions and benefits have the same code 5001$/],
    ['benefits: 500101\nbenefits: 500102', /Map keys must be unique/],
    ['- benefits', /^chart.yaml:1: must be a mapping$/],
    ['', /^chart.yaml: the file is empty$/],
    ['benefits: {', /chart.yaml:\d+: /],
  ])('with %j is refused, with its place', (text, message) => {
    expect(() => readChart('chart.yaml', text)).toThrow(message);
  });

  it('says everything that is wrong', () => {
    expect(() => readChart('chart.yaml', 'benefits: x\nnothing: 1001')).toThrow(/benefits.*\n.*nothing/);
  });
});
