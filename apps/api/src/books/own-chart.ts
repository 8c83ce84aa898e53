import { BOOK_ACCOUNTS, type Chart } from '@gongji/core';
import { loadChart, PackError } from '@gongji/packs';
import { WrongSetting } from '../setting.ts';

/**
 * The chart of accounts of the file that GONGJI_CHART or `--chart` names; without one, that of the program.
 *
 * @throws WrongSetting with everything that is wrong with the file.
 */
export async function chartIn(file: string | undefined): Promise<Chart> {
  if (file === undefined) return BOOK_ACCOUNTS;
  try {
    return await loadChart(file);
  } catch (error) {
    if (error instanceof PackError) throw new WrongSetting(`The chart of accounts is not in order.\n${error.message}`);
    throw new WrongSetting(`The chart of accounts cannot be read: ${String(error)}`);
  }
}
