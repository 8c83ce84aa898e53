import type { Command } from 'commander';
import type { PrintOptions } from './commands/print.ts';
import { addPlaceOptions } from './place-options.ts';

/** Adds `gongji print`. @param done gets the exit status. */
export function addPrintCommand(program: Command, done: (status: number) => void): void {
  const print = program.command('print').description('打印 · write a paper as a page of A4 that a browser prints');
  const add = (name: string, description: string): Command =>
    addPlaceOptions(print.command(name))
      .description(description)
      .argument('<region>')
      .option('--actor <actor>', 'who prints it; the log keeps it')
      .option('--out <file>', 'write the page there; default: standard output');
  add('settlement', '结算单 · a visit’s settlement slip')
    .argument('<person>')
    .argument('<visit>')
    .action(async (region: string, personId: string, visitId: string, options: PrintOptions) => {
      const { printSettlement } = await import('./commands/print.ts');
      done(await printSettlement({ region, personId, visitId }, options));
    });
  add('payment', '拨付单 · the order of a payment to an institution')
    .argument('<payment>')
    .action(async (region: string, paymentId: string, options: PrintOptions) => {
      const { printPayment } = await import('./commands/print.ts');
      done(await printPayment(region, paymentId, options));
    });
}
