import { movementPages, type AccountMovement, type MovementFilter } from './accounts/walk.ts';
import type { Ask } from './framework/ask.ts';
import type { Known } from './framework/known.ts';
import { paymentPages, type Payment, type PaymentsFilter } from './payables/payments.ts';
import { payablesOf, type DueMonth, type PayablesFilter } from './payables/query.ts';
import type { Settlement } from './settlements/query.ts';
import { institutionSums, type InstitutionSums } from './settlements/institution-sums.ts';
import { settlementPages, type SettlementFilter } from './settlements/walk.ts';

/** All rows of a region that fit a filter: what goes into a file, page by page, so that memory does not grow with the region. */
export class WholeRegion {
  constructor(private readonly ask: Ask) {}

  /** Settlements as they were known at a position, by institution and month. */
  settlements(region: string, filter: SettlementFilter, upTo: string): AsyncIterable<readonly Settlement[]> {
    return settlementPages(this.ask, region, filter, upTo);
  }

  /** Movements of accounts up to a position: person by person, in the order of recording. */
  movements(region: string, filter: MovementFilter, upTo: string): AsyncIterable<readonly AccountMovement[]> {
    return movementPages(this.ask, region, filter, upTo);
  }

  /** What was settled by institution and month, without what was reversed, and the different persons in all: by now, or as known at a position. */
  institutionSums(region: string, filter: SettlementFilter, upTo?: string): Promise<Known<InstitutionSums>> {
    return this.ask((database) => institutionSums(database, region, filter, upTo));
  }

  /** What the pooled fund owes institutions by month, what became of their payments, and what payments proposed now would come to. */
  payables(region: string, filter?: PayablesFilter): Promise<Known<readonly DueMonth[]>> {
    return this.ask((database) => payablesOf(database, region, filter));
  }

  /** Payments to institutions in the order of their proposals, up to a position. */
  payments(region: string, filter: PaymentsFilter, upTo: string): AsyncIterable<readonly Payment[]> {
    return paymentPages(this.ask, region, filter, upTo);
  }
}
