import { writeFile } from 'node:fs/promises';
import { openLedger } from '@gongji/api';
import { orderOf, Problem, slipOf, type PaperSources, type SlipAsked } from '@gongji/api/papers';
import { placeIn, type PlaceTexts } from '../place-options.ts';

export interface PrintOptions extends PlaceTexts {
  /** Who prints it; the record says so. */
  readonly actor?: string;
  /** File for the page; standard output where none is named. */
  readonly out?: string;
}

/** `gongji print settlement`: a visit's settlement slip (结算单). */
export function printSettlement(asked: SlipAsked, options: PrintOptions): Promise<number> {
  return print(options, (sources) => slipOf(sources, { ...asked, actor: options.actor }));
}

/** `gongji print payment`: the order of a payment to an institution (拨付单). */
export function printPayment(region: string, paymentId: string, options: PrintOptions): Promise<number> {
  return print(options, (sources) => orderOf(sources, { region, paymentId, actor: options.actor }));
}

/** @returns the exit status: 0, or 2 where there is no such paper. */
async function print(options: PrintOptions, make: (sources: PaperSources) => Promise<string>): Promise<number> {
  const open = await openLedger(placeIn(options));
  try {
    await open.views.catchUp();
    const page = await make(open);
    if (options.out === undefined) process.stdout.write(page);
    else await writeFile(options.out, page);
    return 0;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    process.stderr.write(`不能打印 · cannot be printed: ${error.message}\n`);
    return 2;
  } finally {
    await open.close();
  }
}
