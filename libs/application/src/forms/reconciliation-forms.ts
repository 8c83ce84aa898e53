import { MOST_DIFFERENCES } from '@gongji/core';
import { DecidedForm, InstitutionForm } from './base-forms.ts';
import {
  date,
  digest,
  flag,
  id,
  list,
  logPosition,
  object,
  oneOf,
  Optional,
  Required,
  signedAmount,
  trueOnly,
  whole,
  words,
  year,
} from './field.ts';

/** An institution's amounts; a refund's are negative. */
class ReconciledForm {
  @Required(signedAmount) total!: string;
  @Required(signedAmount) fund!: string;
  @Required(signedAmount) account!: string;
}

class ReconciledTotalsForm extends ReconciledForm {
  @Required(whole) count!: number;
}

class DifferenceForm {
  @Required(id) settlementId!: string;
  @Required(id) personId!: string;
  @Optional(trueOnly) refund?: true;
  @Optional(object(ReconciledForm)) institution?: ReconciledForm;
}

export class RecordReconciliationForm extends InstitutionForm {
  @Required(id) reconciliationId!: string;
  @Required(date) from!: string;
  @Required(date) to!: string;
  @Required(date) date!: string;
  @Required(oneOf('310')) insuranceType!: string;
  @Required(oneOf('11', '41', '99')) clearingType!: string;
  @Optional(oneOf('included', 'excluded')) refunds?: string;
  @Optional(flag) accountInFund?: boolean;
  @Required(object(ReconciledTotalsForm)) totals!: ReconciledTotalsForm;
  @Optional(digest) digest?: string;
  @Optional(list(object(DifferenceForm), MOST_DIFFERENCES)) differences?: readonly DifferenceForm[];
  @Optional(logPosition) upTo?: string;
}

export class ResolveReconciliationItemForm extends DecidedForm {
  @Required(year) year!: number;
  @Required(id) reconciliationId!: string;
  @Required(whole) item!: number;
  @Required(words) reason!: string;
  @Required(date) date!: string;
}
