import { DIMENSIONS, PAYMENT_METHODS } from '@gongji/core';
import { InstitutionForm } from './base-forms.ts';
import {
  amount,
  date,
  id,
  listOf,
  month,
  object,
  oneOf,
  Optional,
  rate,
  Required,
  whole,
  words,
  year,
} from './field.ts';

/** Yuan a case of a programme. */
class CaseRateForm {
  @Required(oneOf(...DIMENSIONS.programme)) programme!: string;
  @Required(amount) amount!: string;
}

export class AgreeContractForm extends InstitutionForm {
  @Required(month) from!: string;
  @Required(oneOf(...PAYMENT_METHODS)) method!: string;
  @Optional(amount) yearlyBudget?: string;
  @Optional(amount) perHead?: string;
  @Optional(whole) heads?: number;
  @Optional(listOf(object(CaseRateForm), DIMENSIONS.programme.length)) perCase?: readonly CaseRateForm[];
  @Optional(rate) depositRate?: string;
  @Optional(amount) prepayment?: string;
  @Required(words) basis!: string;
}

export class RecordAssessmentForm extends InstitutionForm {
  @Required(id) assessmentId!: string;
  @Optional(month) month?: string;
  @Optional(year) year?: number;
  @Optional(amount) score?: string;
  @Required(words) result!: string;
  @Optional(amount) deduction?: string;
  @Optional(rate) deductionRate?: string;
  @Required(words) reason!: string;
  @Required(date) date!: string;
}

export class PayPrepaymentForm extends InstitutionForm {
  @Required(month) month!: string;
}

export class ClearInstitutionForm extends InstitutionForm {
  @Required(year) year!: number;
}
