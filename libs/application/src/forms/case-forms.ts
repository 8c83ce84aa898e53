import { CASE_OUTCOMES } from '@gongji/core';
import { DecidedForm } from './base-forms.ts';
import {
  amount,
  date,
  id,
  listOf,
  object,
  oneOf,
  Optional,
  Required,
  visitOfPerson,
  warningPlace,
  words,
} from './field.ts';

/** Warnings and visits that one case may name. */
const MOST = 100;

abstract class CaseForm extends DecidedForm {
  @Required(id) caseId!: string;
  @Required(date) date!: string;
}

/** What a case is about. */
class SubjectForm {
  @Optional(listOf(warningPlace, MOST)) warnings?: readonly string[];
  @Optional(listOf(visitOfPerson, MOST)) visits?: readonly object[];
  @Optional(id) institutionId?: string;
  @Optional(id) personId?: string;
}

export class OpenCaseForm extends CaseForm {
  @Required(id) violation!: string;
  @Required(object(SubjectForm)) about!: SubjectForm;
  @Required(words) reason!: string;
}

export class DecideCaseForm extends CaseForm {
  @Required(oneOf(...CASE_OUTCOMES)) outcome!: string;
  @Required(amount) amountToRecover!: string;
  @Required(id) article!: string;
  @Required(words) reason!: string;
}

export class HandOverCaseForm extends CaseForm {
  @Required(id) authority!: string;
  @Required(words) reason!: string;
}

export class RecordRecoveryForm extends CaseForm {
  @Required(amount) amount!: string;
  @Required(id) reference!: string;
}
