import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import ExcelJS from 'exceljs';
import { amount, text, type ReportRow } from './report.ts';
import { writeXlsx } from './xlsx.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gongji-xlsx-'));
});
afterAll(() => rm(folder, { recursive: true }));

const MEBIBYTE = 1024 * 1024;

it('does not keep the report in memory while it is written: the file follows the rows', async () => {
  const path = join(folder, 'large.xlsx');
  const [pageSize, rowBytes] = [100, 20_000];
  let behind = 0;
  async function* pages(): AsyncIterable<readonly ReportRow[]> {
    for (let page = 0; page < 30; page += 1) {
      // Random text takes some three quarters of its length when it is compressed.
      behind = Math.max(
        behind,
        page * pageSize * rowBytes * 0.7 - (statSync(path, { throwIfNoEntry: false })?.size ?? 0),
      );
      yield Array.from({ length: pageSize }, () => ({
        cells: [randomBytes(rowBytes * 0.75).toString('base64'), '1.00'],
      }));
    }
  }
  const report = { title: '大', columns: [text('文字'), amount('金额')], upTo: '1', pages: pages() };
  expect(await writeXlsx(path, report, () => [])).toBe(3000);
  expect(statSync(path).size).toBeGreaterThan(40 * MEBIBYTE);
  expect(behind).toBeLessThan(8 * MEBIBYTE);
});

it('holds what Excel can: no control characters, texts that are not too long, the largest amounts to the fen', async () => {
  async function* pages(): AsyncIterable<readonly ReportRow[]> {
    yield [{ cells: ['a\u0000b\u001b<&>', '9999999999999.99'] }, { cells: ['长'.repeat(40_000), '-0.01'] }];
  }
  const path = join(folder, 'odd.xlsx');
  const report = { title: '奇', columns: [text('文字'), amount('金额')], upTo: '1', pages: pages() };
  await writeXlsx(path, report, (rows) => [['行数', String(rows)]]);
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(path);
  const sheet = workbook.getWorksheet('奇');
  expect(sheet?.getCell('A2').value).toBe('a\ufffdb\ufffd<&>');
  expect(sheet?.getCell('A3').text).toHaveLength(32_767);
  expect(sheet?.getCell('B2').value).toBe(9999999999999.99);
  expect(sheet?.getCell('B4').value).toBe(9999999999999.98);
  expect(workbook.getWorksheet('说明')?.getCell('B1').value).toBe('2');
});
