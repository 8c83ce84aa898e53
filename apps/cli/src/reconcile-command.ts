import { isDate, isMonth, lastDayOf } from '@gongji/core';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { addPlaceOptions, placeIn, type PlaceTexts } from './place-options.ts';

interface ReconcileTexts extends PlaceTexts {
  readonly region: string;
  readonly institution: string;
  readonly month?: string;
  readonly from?: string;
  readonly to?: string;
  readonly date?: string;
  readonly clearingType: string;
  readonly refunds: 'included' | 'excluded';
  readonly accountInFund?: boolean;
  readonly id?: string;
  readonly actor?: string;
}

/** Adds the command that reconciles an institution's file. @param done gets the exit status. */
export function addReconcileCommand(program: Command, done: (status: number) => void): void {
  addPlaceOptions(program.command('reconcile'))
    .description('机构对账 · compare an institution’s file of settlements with the ledger, and record what differs')
    .argument(
      '<file>',
      'TAB-separated rows: setl_id, mdtrt_id, psn_no, medfee_sumamt, fund_pay_sumamt, acct_pay, refd_setl_flag; - for standard input',
    )
    .requiredOption('--region <region>', 'the region')
    .requiredOption('--institution <id>', 'the institution')
    .option('--month <month>', 'the month of the visits, such as 2023-03', month)
    .option('--from <date>', 'instead: the first day', day)
    .option('--to <date>', 'and the last', day)
    .option('--date <date>', 'the day of the reconciliation; default: the last day that is reconciled', day)
    .addOption(
      new Option('--clearing-type <type>', '11 outpatient, 41 pharmacy, 99 other')
        .choices(['11', '41', '99'])
        .default('11'),
    )
    .addOption(
      new Option('--refunds <rule>', 'whether refunds are rows of their own, or left out with what they take back')
        .choices(['included', 'excluded'])
        .default('excluded'),
    )
    .option('--account-in-fund', 'fund_pay_sumamt contains acct_pay')
    .option('--id <id>', 'id of the reconciliation; default: made of institution, days and file')
    .option('--actor <actor>', 'who reconciles')
    .action(async (file: string, { institution, id, ...texts }: ReconcileTexts) => {
      const { reconcile } = await import('./commands/reconcile.ts');
      const span = spanOf(texts);
      done(
        await reconcile(file, placeIn(texts), {
          region: texts.region,
          institutionId: institution,
          ...span,
          date: texts.date ?? span.to,
          clearingType: texts.clearingType,
          refunds: texts.refunds,
          accountInFund: texts.accountInFund === true,
          ...(id === undefined ? {} : { reconciliationId: id }),
          ...(texts.actor === undefined ? {} : { actor: texts.actor }),
        }),
      );
    });
}

function spanOf({ month: of, from, to }: Pick<ReconcileTexts, 'month' | 'from' | 'to'>): {
  readonly from: string;
  readonly to: string;
} {
  if (of !== undefined && from === undefined && to === undefined) return { from: `${of}-01`, to: lastDayOf(of) };
  if (of === undefined && from !== undefined && to !== undefined && from <= to) return { from, to };
  throw new InvalidArgumentError('Say either --month, or --from and --to in their order.');
}

function day(text: string): string {
  if (isDate(text)) return text;
  throw new InvalidArgumentError('It must be a date such as 2023-06-30.');
}

function month(text: string): string {
  if (isMonth(text)) return text;
  throw new InvalidArgumentError('It must be a month such as 2023-06.');
}
