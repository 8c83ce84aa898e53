import { readFile } from 'node:fs/promises';
import { BOOK_ACCOUNT_IDS, chartWith, isBookAccountId, sharedCodes, type Chart, type OwnAccount } from '@gongji/core';
import { Problems } from './pack-error.ts';
import { didYouMean, Field } from './yaml-field.ts';

/**
 * Reads an agency's own chart of accounts: a file in YAML or JSON that has codes and Chinese names by the program's ids of the accounts.
 * What it does not name stays as it is.
 *
 *     benefits: { code: '500101', name: 社会保险待遇支出 }
 *     premiums: '5092'
 *
 * @throws PackError with everything that is wrong; the error of the file where it cannot be read.
 */
export async function loadChart(path: string): Promise<Chart> {
  return readChart(path, await readFile(path, 'utf8'));
}

/** The same, of a file's text. @throws PackError */
export function readChart(file: string, text: string): Chart {
  const problems = new Problems();
  const root = Field.parse(file, text, problems);
  problems.throwIfAny();
  const fields = root.entries();
  const own = Object.fromEntries(fields.map(([id, field]) => [id, readAccount(id, field)] as const));
  problems.throwIfAny();
  const chart = chartWith(own);
  const named = new Map(fields);
  for (const [id, other] of sharedCodes(chart)) {
    const place = named.get(id) ?? named.get(other) ?? root;
    place.wrong(`${other} and ${id} have the same code ${chart[id].code}`, undefined);
  }
  problems.throwIfAny();
  return chart;
}

const CODE = /^\d{4,20}$/;

function readAccount(id: string, field: Field): OwnAccount {
  if (!isBookAccountId(id)) {
    return field.wrong(
      `no book account; there are ${BOOK_ACCOUNT_IDS.join(', ')}${didYouMean(id, BOOK_ACCOUNT_IDS)}`,
      {},
    );
  }
  const code = (of: Field): string => of.matching(CODE, 'a code of four to twenty digits');
  if (field.isText) return { code: code(field) };
  const members = field.members('code?', 'name?');
  return { ...members.optional('code', code), ...members.optional('name', (name) => name.text()) };
}
