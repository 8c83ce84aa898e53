import { createHash } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { capitalsOf } from '@gongji/core';
import { StoreUnavailable } from '@gongji/event-store';
import ExcelJS from 'exceljs';
import { withExample, type Body } from '../testing/service.ts';
import { REPORT_NAMES } from './reports.ts';

const example = withExample();
let position = '';

const AUDITOR = encodeURIComponent('审计员甲');
const INSTITUTION = '=HYPERLINK("http://example.org","看")';

const DESIGNATED = {
  ...{ type: 'DesignateInstitution', name: INSTITUTION, kind: 'medical', tier: 1, outpatientPooling: true },
  from: '2023-01-01',
};
const ASSESSED = { assessmentId: 'A-1', result: '合格', reason: '年度考核', date: '2024-01-10' };

beforeAll(async () => {
  const send = async (command: object, at: number): Promise<void> => {
    const { status, body } = await example.client.send({ commandId: `e-${at}`, region: 'panzhihua', ...command });
    expect([status, body.detail]).toEqual([200, undefined]);
    position = body.position as string;
  };
  const visit = {
    type: 'SettleVisit',
    personId: 'example-person',
    date: '2023-03-20',
    total: '90.00',
    inScope: '90.00',
  };
  const commands = [
    { ...DESIGNATED, institutionId: '-1+1' },
    { ...visit, visitId: '@SUM(1)', institutionId: '-1+1' },
    { ...visit, visitId: 'taken,"back"', institutionId: 'example-hospital', date: '2023-03-21' },
    { type: 'ReverseSettlement', personId: 'example-person', visitId: 'taken,"back"', date: '2023-04-01', reason: 'r' },
    { type: 'PayInstitution', institutionId: 'example-hospital', month: '2023-03', actor: 'accountant' },
    { type: 'ApprovePayment', paymentId: 'example-hospital-2023-03-1', actor: 'cashier' },
    {
      ...{ type: 'AgreeContract', institutionId: 'example-hospital', from: '2024-01', method: 'per-head' },
      ...{ perHead: '2.50', heads: 30, depositRate: '0.05', prepayment: '9', basis: '2024年服务协议' },
    },
    {
      ...{ type: 'AgreeContract', institutionId: 'example-hospital', from: '2025-01', method: 'total-budget' },
      ...{ yearlyBudget: '900', basis: '2025年服务协议' },
    },
    { type: 'RecordAssessment', institutionId: 'example-hospital', ...ASSESSED, score: '86.5', year: 2023 },
    { ...DESIGNATED, region: 'zibo', institutionId: 'Z' },
    { type: 'RecordAssessment', region: 'zibo', institutionId: 'Z', ...ASSESSED, year: 2023, deductionRate: '0.02' },
  ];
  for (const [at, command] of commands.entries()) await send(command, at);
});
afterEach(() => {
  jest.restoreAllMocks();
});

interface File {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
}

async function file(report: string, query = ''): Promise<File> {
  const address = `/regions/panzhihua/exports/${report}?minPosition=${position}&${query}`;
  const answer = await fetch(example.client.url + address);
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
}

/** The fields of a CSV file, line by line, read as RFC 4180 says. */
function fieldsOf({ bytes }: File): readonly (readonly string[])[] {
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const lines: string[][] = [[]];
  for (const [, quoted, bare = '', end] of bytes
    .subarray(3)
    .toString()
    .matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    lines.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare);
    if (end === '\r\n') lines.push([]);
  }
  return lines.slice(0, -1);
}

/** What a file says of itself, by name. */
function aboutIn(lines: readonly (readonly unknown[])[]): { readonly [name: string]: unknown } {
  const at = lines.findIndex(([first]) => first === '报表');
  return Object.fromEntries(lines.slice(at).map(([name, value]) => [String(name), value]));
}

/** The cells of a workbook's sheets. */
async function sheetsOf({
  bytes,
}: File): Promise<{ readonly [name: string]: readonly (readonly ExcelJS.CellValue[])[] }> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(bytes as unknown as ArrayBuffer);
  return Object.fromEntries(
    workbook.worksheets.map((sheet) => {
      const rows: ExcelJS.CellValue[][] = [];
      sheet.eachRow((row) => rows.push((row.values as ExcelJS.CellValue[]).slice(1)));
      return [sheet.name, rows];
    }),
  );
}

/** A query that each report takes. */
const QUERIES: { readonly [report: string]: string } = {
  settlements: 'month=2023-03',
  institutions: '',
  payables: 'from=2023-01&to=2023-12',
  payments: 'from=2023-01&to=2023-12',
  contracts: '',
  assessments: '',
  statements: 'person=example-person',
  journal: 'month=2023-03',
  'general-ledger': 'year=2023&bookAccount=benefits',
  'trial-balance': 'period=2023',
  'fund-statistics': 'from=2023-01&to=2023-12',
  'care-statistics': 'from=2023-01&to=2023-12&by=programme',
};

describe('a report as a file', () => {
  it('is there for every report', () => {
    expect(Object.keys(QUERIES)).toEqual(REPORT_NAMES);
  });

  it.each(Object.entries(QUERIES))('%s is the same in Excel and as CSV, to the cell', async (report, query) => {
    const csv = fieldsOf(await file(report, `format=csv&${query}`));
    const sheets = await sheetsOf(await file(report, `format=xlsx&${query}`));
    const [main] = Object.entries(sheets);
    const [title, rows] = main as NonNullable<typeof main>;
    const figures = csv.slice(
      0,
      csv.findIndex(([first]) => first === '报表'),
    );
    expect(figures.length).toBeGreaterThan(2);
    const width = figures[0]?.length ?? 0;
    expect(csv.every((line) => line.length === width)).toBe(true);
    const shown = rows.map((row) => Array.from({ length: width }, (_, at) => plain(row[at])));
    const expected = figures.map((line, row) => line.map((field, at) => likewise(field, shown[row]?.[at])));
    expect(shown).toEqual(expected);
    expect(aboutIn(sheets.说明 ?? [])).toMatchObject({ 报表: title, 行数: String(figures.length - 2) });
    expect(aboutIn(csv)).toMatchObject({ 报表: title, 行数: String(figures.length - 2) });
  });

  it.each([
    ['area=510400', true],
    ['area=510401', false],
    ['clearingType=11&area=510400', true],
    ['clearingType=41', false],
  ])('shows the institutions of %s only', async (query, isThere) => {
    for (const report of ['settlements', 'institutions']) {
      const lines = fieldsOf(await file(report, `format=csv&${query}`));
      expect([report, lines.some(([first]) => first === 'example-hospital')]).toEqual([report, isThere]);
      expect(aboutIn(lines)['筛选条件']).toContain(query.split('&')[0]);
    }
  });

  it('shows settlements with a total that leaves out what was taken back', async () => {
    const lines = fieldsOf(await file('settlements', 'format=csv&month=2023-03'));
    const [headings = []] = lines;
    const column = (name: string): number => headings.indexOf(name);
    const at = lines.findIndex(([first]) => first?.startsWith('合计'));
    const rows = lines.slice(1, at);
    expect(rows.map((row) => row[column('状态')])).toEqual(['有效', '有效', '已于2023-04-01冲正']);
    const { body } = await example.client.get(`/regions/panzhihua/persons/example-person/settlements`);
    for (const settlement of (body.rows as Body[]).filter(({ visitDate }) => String(visitDate) > '2023-03')) {
      const row = rows.find((each) => each.includes(String(settlement.position)));
      expect([row?.[column('统筹基金')], row?.[column('个人账户')], row?.[column('个人现金')]]).toEqual([
        settlement.pooled,
        settlement.account,
        settlement.cash,
      ]);
    }
    expect(lines[at]?.[0]).toBe('合计（不含已冲正1行）');
    expect(lines[at]?.[column('费用总额')]).toBe('610.00');
  });

  it('counts persons once in the total of institutions, and visits each', async () => {
    const lines = fieldsOf(await file('institutions', 'format=csv&month=2023-03'));
    expect(lines[0]?.slice(2, 5)).toEqual(['月份', '人数', '人次']);
    expect(lines.slice(1, 3).map((line) => line.slice(2, 5))).toEqual([
      ['2023-03', '1', '1'],
      ['2023-03', '1', '1'],
    ]);
    expect(lines[3]?.slice(0, 5)).toEqual(['合计', '', '', '1', '2']);
    const total = lines[3]?.[lines[0]?.indexOf('统筹基金') ?? -1] as string;
    expect(aboutIn(lines)['统筹基金合计（大写）']).toBe(`人民币${capitalsOf(total)}`);
  });

  it('says what contracts agree on, and of which lines a payment is made', async () => {
    const [, first, second] = fieldsOf(await file('contracts', 'format=csv'));
    expect(first?.slice(2, 8)).toEqual(['1', '2024-01', '按人头', '每人每月2.50元，30人', '0.05', '9.00']);
    expect(first?.slice(8, 10)).toEqual(['panzhihua-2022 art. 17', 'panzhihua-2022 art. 15']);
    expect(second?.slice(2, 7)).toEqual(['2', '2025-01', '总额预算', '全年900.00元', '0']);
    const [headings = [], payment = []] = fieldsOf(await file('payments', 'format=csv'));
    const at = (heading: string): string => payment[headings.indexOf(heading)] ?? heading;
    const parts = ['据实费用', '付费方式调整', '此前已拨付', '质量保证金', '考核扣款', '预付金'].map((part) =>
      at(part),
    );
    expect(parts).toEqual([at('申请拨付'), '0.00', '0.00', '0.00', '0.00', '0.00']);
    expect(at('类别')).toBe('月度拨付');
  });

  it('says what assessments came to, and what is deducted for each', async () => {
    const [headings, first, total] = fieldsOf(await file('assessments', 'format=csv'));
    expect(headings?.slice(2)).toEqual([
      ...['考核编号', '考核期间', '考核日期', '得分', '结果', '扣款', '扣款比例', '条款', '说明', '经办'],
    ]);
    const about = ['A-1', '2023', '2024-01-10'];
    const article = 'panzhihua-2022 art. 15';
    expect(first?.slice(2, 11)).toEqual([...about, '86.50', '合格', '', '', article, '年度考核']);
    expect([total?.[0], total?.[7]]).toEqual(['合计', '']);
    const { body } = await example.client.get('/regions/zibo/exports/assessments?format=csv&institution=Z');
    expect(body.text).toContain([...about, '', '合格', '', '0.02', 'zibo-2022 art. 16', '年度考核'].join());
  });

  it('says what payments proposed now would come to, and adds none of it up', async () => {
    const lines = fieldsOf(await file('payables', 'format=csv'));
    const at = lines[0]?.indexOf('现应拨付') as number;
    const { body } = await example.client.get('/regions/panzhihua/payables');
    const due = (body.rows as readonly { readonly due: { readonly amount: string } }[]).map((row) => row.due.amount);
    expect(lines.slice(1, due.length + 1).map((line) => line[at])).toEqual(due);
    expect(lines.find(([first]) => first === '合计')?.[at]).toBe('');
  });

  it('has the balances of the trial balance, whose totals agree', async () => {
    const lines = fieldsOf(await file('trial-balance', 'format=csv&period=2023'));
    const total = lines.find(([first]) => first === '合计') ?? [];
    expect(total[7]).toBe(total[8]);
    const { body } = await example.client.get('/regions/panzhihua/books/trial-balance?period=2023');
    const { closing } = body.totals as { readonly closing: { readonly debit: string } };
    expect(total[7]).toBe(closing.debit);
  });

  it.each([
    ['journal', 'month=2023-03'],
    ['general-ledger', 'year=2023&bookAccount=benefits'],
    ['trial-balance', 'period=2023'],
    ['fund-statistics', 'from=2023-01&to=2023-12'],
    ['care-statistics', 'from=2023-01&to=2023-12&by=institution'],
  ])('%s as known earlier differs, rests on that position, and says so', async (report, query) => {
    const knownAt = String(BigInt(example.position) - 1n);
    const then = fieldsOf(await file(report, `format=csv&${query}&knownAt=${knownAt}&asOf=2023-12-31`));
    const about = aboutIn(then);
    expect(about['账本位置']).toBe(knownAt);
    expect(about['筛选条件']).toContain(`knownAt=${knownAt}`);
    expect(about['筛选条件']).toContain('asOf=2023-12-31');
    const now = fieldsOf(await file(report, `format=csv&${query}`));
    const endOf = (lines: typeof now): number => lines.findIndex(([first]) => first === '报表');
    expect(then.slice(0, endOf(then))).not.toEqual(now.slice(0, endOf(now)));
  });

  it('never holds a formula, whatever a text begins with', async () => {
    const lines = fieldsOf(await file('institutions', 'format=csv&institution=-1%2B1'));
    expect(lines[1]?.slice(0, 2)).toEqual(["'-1+1", `'${INSTITUTION}`]);
    const workbook = new ExcelJS.Workbook();
    const { bytes } = await file('institutions', 'format=xlsx&institution=-1%2B1');
    await workbook.xlsx.load(bytes as unknown as ArrayBuffer);
    const cell = workbook.worksheets[0]?.getCell('B2');
    expect([cell?.type, cell?.value]).toEqual([ExcelJS.ValueType.String, INSTITUTION]);
    expect(typeof workbook.worksheets[0]?.getCell('H2').value).toBe('number');
  });

  it.each([
    ['settlements', '', 400, 'format'],
    ['settlements', 'format=pdf', 400, 'format'],
    ['settlements', 'format=csv&colour=red', 400, 'colour'],
    ['settlements', 'format=csv&from=2023-03-02&to=2023-03-01', 400, 'to'],
    ['journal', 'format=csv', 400, 'month'],
    ['journal', 'format=csv&month=2023-03&knownAt=999999', 400, 'knownAt'],
    ['fund-statistics', 'format=csv&from=2023-01&to=2023-12&knownAt=2999-01-01T00:00:00Z', 400, 'knownAt'],
    ['payables', 'format=csv&from=2023-01&to=2023-12&knownAt=1', 400, 'knownAt'],
    ['settlements', 'format=csv&clearingType=99', 400, 'clearingType'],
    ['institutions', 'format=csv&area=5104', 400, 'area'],
  ])('%s?%s is refused', async (report, query, status, field) => {
    const answer = await file(report, query);
    expect([answer.status, (JSON.parse(answer.bytes.toString()) as Body).field]).toEqual([status, field]);
  });

  it('is of no region without rules, and then not recorded', async () => {
    const answer = await example.client.get('/regions/atlantis/exports/payables?format=csv');
    expect(answer).toMatchObject({ status: 404, body: { code: 'unknown-region' } });
  });
});

describe('an export', () => {
  /** What an auditor finds. */
  async function recorded(query = ''): Promise<readonly Body[]> {
    const { status, body } = await example.client.get(
      `/regions/panzhihua/exports?minPosition=${position}&limit=1000&${query}`,
    );
    expect(status).toBe(200);
    return body.rows as readonly Body[];
  }

  it('is recorded: who, which filter, how many rows, on which position and seal, and the file itself', async () => {
    const { bytes, headers } = await file('settlements', `format=csv&month=2023-03&actor=${AUDITOR}`);
    position = headers.get('gongji-position') as string;
    const last = (await recorded(`actor=${AUDITOR}`)).at(-1);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(last).toMatchObject({
      actor: '审计员甲',
      report: 'settlements',
      format: 'csv',
      rows: 3,
      seal: null,
      sha256,
      position,
    });
    expect(last?.filter).toEqual({ month: '2023-03' });
    const about = aboutIn(fieldsOf({ status: 200, headers, bytes }));
    expect([about.导出编号, about.账本位置, about.导出人]).toEqual([last?.exportId, last?.upTo, '审计员甲']);
    expect(Number(last?.upTo)).toBeLessThan(Number(position));
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="panzhihua-settlements-\d+\.csv"$/);
  });

  it('is in the log, where a replay shows it', async () => {
    const { body } = await example.client.get('/regions/panzhihua/replay?type=ReportExported&limit=1000');
    expect((body.rows as Body[]).length).toBe((await recorded()).length);
  });

  it('is not handed out when it cannot be recorded', async () => {
    const before = (await recorded()).length;
    const append = jest
      .spyOn((await import('@gongji/event-store-sqlite')).SqliteEventStore.prototype, 'append')
      .mockRejectedValue(new StoreUnavailable('The disk is full.', 'full'));
    const answer = await file('settlements', 'format=csv');
    expect(append).toHaveBeenCalled();
    expect(answer.status).toBe(503);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.bytes.toString()).not.toContain('example-person');
    expect(await recorded()).toHaveLength(before);
  });

  it('leaves nothing behind that many at once could overwrite', async () => {
    const before = (await recorded()).length;
    const files = await Promise.all(Array.from({ length: 8 }, () => file('payables', 'format=csv')));
    expect(files.map(({ status }) => status)).toEqual(files.map(() => 200));
    position = String(Math.max(...files.map(({ headers }) => Number(headers.get('gongji-position')))));
    expect(await recorded()).toHaveLength(before + 8);
  });
});

function plain(value: ExcelJS.CellValue): string | number {
  return value === undefined || value === null ? '' : (value as string | number);
}

/** A field of CSV as Excel holds it: a number where Excel has one, and without the apostrophe before a text. */
function likewise(field: string, cell: unknown): string | number {
  if (typeof cell === 'number') return Number(field);
  return field.startsWith("'") ? field.slice(1) : field;
}
