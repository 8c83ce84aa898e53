import { DIMENSIONS, EXCLUSIONS } from '@gongji/core';
import { CommandForm, DecidedForm, InstitutionForm, PersonForm } from './base-forms.ts';
import {
  amount,
  area,
  date,
  dateTime,
  firstOfMonth,
  flag,
  id,
  month,
  object,
  oneOf,
  Optional,
  parameterValues,
  paymentId,
  positionOrInstant,
  previewToken,
  Required,
  tier,
  time,
  words,
  year,
  type Form,
} from './field.ts';
import { DecideCaseForm, HandOverCaseForm, OpenCaseForm, RecordRecoveryForm } from './case-forms.ts';
import { AgreeContractForm, ClearInstitutionForm, PayPrepaymentForm, RecordAssessmentForm } from './contract-forms.ts';
import { RecordReconciliationForm, ResolveReconciliationItemForm } from './reconciliation-forms.ts';

/**
 * The forms of the commands (COMMANDS.md), one class each: what the command file, the HTTP interface and its description check
 * and show. A command's TypeScript type with the meaning of its fields stands in the core.
 */

export class PublishParametersForm extends DecidedForm {
  @Required(date) effectiveFrom!: string;
  @Required(parameterValues) values!: object;
  @Required(words) basis!: string;
}

export class DesignateInstitutionForm extends InstitutionForm {
  @Required(words) name!: string;
  @Required(oneOf(...DIMENSIONS.institution)) kind!: string;
  @Optional(tier) tier?: number;
  @Optional(id) hostInstitutionId?: string;
  @Required(flag) outpatientPooling!: boolean;
  @Optional(flag) dualChannel?: boolean;
  @Optional(area) area?: string;
  @Required(date) from!: string;
}

export class ChangeInstitutionTierForm extends InstitutionForm {
  @Required(tier) tier!: number;
  @Required(date) from!: string;
}

export class AssignAgencyForm extends InstitutionForm {
  @Required(id) agency!: string;
  @Required(firstOfMonth) from!: string;
}

export class ChangeDesignationForm extends InstitutionForm {
  @Required(date) from!: string;
}

export class EnrolPersonForm extends PersonForm {
  @Required(date) birthDate!: string;
  @Required(oneOf(...DIMENSIONS.employment)) employment!: string;
  @Required(oneOf(...DIMENSIONS.plan)) plan!: string;
  @Required(date) from!: string;
}

export class ChangeEmploymentForm extends PersonForm {
  @Required(oneOf(...DIMENSIONS.employment)) employment!: string;
  @Required(date) completedOn!: string;
}

export class ChangeEntitlementForm extends PersonForm {
  @Required(date) from!: string;
}

export class RegisterOutOfAreaCareForm extends PersonForm {
  @Required(oneOf('resettled', 'long-term-resident', 'long-term-posted', 'referred')) kind!: string;
  @Required(area) area!: string;
  @Required(date) from!: string;
}

export class EndOutOfAreaCareForm extends PersonForm {
  @Required(area) area!: string;
  @Required(date) from!: string;
}

export class RecordContributionForm extends PersonForm {
  @Required(month) month!: string;
  @Required(amount) base!: string;
  @Optional(amount) amount?: string;
  @Required(date) paidOn!: string;
}

export class ReverseContributionForm extends PersonForm {
  @Required(month) month!: string;
  @Required(words) reason!: string;
  @Required(date) date!: string;
}

export class CreditMonthForm extends CommandForm {
  @Required(month) month!: string;
}

abstract class VisitForm extends PersonForm {
  @Required(id) visitId!: string;
  @Required(id) institutionId!: string;
  @Required(date) date!: string;
  @Optional(oneOf(...DIMENSIONS.programme)) programme?: string;
  @Optional(words) condition?: string;
  @Optional(words) drug?: string;
  @Optional(id) prescribingInstitutionId?: string;
  @Optional(flag) prescription?: boolean;
  @Optional(dateTime) admittedAt?: string;
  @Optional(dateTime) dischargedAt?: string;
  @Required(amount) total!: string;
  @Required(amount) inScope!: string;
  @Optional(amount) examination?: string;
  @Optional(amount) outOfCatalogue?: string;
  @Optional(oneOf(...EXCLUSIONS)) exclusion?: string;
}

export class LinkFamilyMemberForm extends PersonForm {
  @Required(id) memberId!: string;
  @Required(oneOf('spouse', 'parent', 'child')) relation!: string;
  @Optional(area) insuredArea?: string;
  @Required(date) from!: string;
}

export class UnlinkFamilyMemberForm extends PersonForm {
  @Required(id) memberId!: string;
  @Required(date) from!: string;
}

export class CertifyConditionForm extends PersonForm {
  @Required(oneOf('two-diseases', 'chronic', 'special')) programme!: string;
  @Required(words) condition!: string;
  @Optional(flag) severeMentalDisorder?: boolean;
  @Required(date) from!: string;
}

export class SubmitClaimForm extends VisitForm {
  @Required(id) claimId!: string;
  @Required(date) submittedOn!: string;
}

export class ApproveClaimForm extends DecidedForm {
  @Required(id) claimId!: string;
  @Required(date) date!: string;
  @Optional(words) override?: string;
}

export class RejectClaimForm extends DecidedForm {
  @Required(id) claimId!: string;
  @Required(date) date!: string;
  @Required(words) reason!: string;
}

export class PayExpenseForm extends PersonForm {
  @Optional(id) beneficiaryId?: string;
  @Required(id) expenseId!: string;
  @Required(id) institutionId!: string;
  @Required(date) date!: string;
  @Optional(time) time?: string;
  @Required(amount) amount!: string;
  @Required(oneOf(...DIMENSIONS.expense)) kind!: string;
}

export class PayPremiumForm extends PersonForm {
  @Optional(id) beneficiaryId?: string;
  @Required(id) premiumId!: string;
  @Required(oneOf(...DIMENSIONS.product)) product!: string;
  @Required(amount) amount!: string;
  @Required(date) date!: string;
}

/** Which account pays what is left of a visit, and at most how much. */
class AccountForm {
  @Optional(id) ownerId?: string;
  @Optional(amount) limit?: string;
}

export class SettleVisitForm extends VisitForm {
  @Optional(time) time?: string;
  @Optional(object(AccountForm)) account?: AccountForm;
  @Optional(previewToken) previewToken?: string;
}

export class ReverseSettlementForm extends PersonForm {
  @Required(id) visitId!: string;
  @Required(date) date!: string;
  @Required(words) reason!: string;
}

export class RecordInpatientStayForm extends PersonForm {
  @Required(id) stayId!: string;
  @Required(id) institutionId!: string;
  @Required(date) admittedOn!: string;
  @Required(date) dischargedOn!: string;
  @Required(amount) pooledPaid!: string;
}

export class AdjustAccountForm extends PersonForm {
  @Required(id) adjustmentId!: string;
  @Required(oneOf('credit', 'debit')) direction!: string;
  @Required(amount) amount!: string;
  @Required(words) reason!: string;
  @Required(date) date!: string;
}

export class TransferAccountInForm extends PersonForm {
  @Required(id) transferId!: string;
  @Required(amount) amount!: string;
  @Required(area) from!: string;
  @Required(date) date!: string;
}

export class TransferAccountOutForm extends PersonForm {
  @Required(area) to!: string;
  @Required(date) date!: string;
}

export class RefundAccountForm extends PersonForm {
  @Required(words) reason!: string;
  @Required(date) date!: string;
}

export class InheritAccountForm extends PersonForm {
  @Required(date) deathDate!: string;
  @Required(words) heir!: string;
  @Required(date) date!: string;
}

export class SetBudgetForm extends DecidedForm {
  @Required(year) year!: number;
  @Required(id) line!: string;
  @Required(amount) amount!: string;
}

export class PayInstitutionForm extends InstitutionForm {
  @Required(month) month!: string;
}

export class ApprovePaymentForm extends DecidedForm {
  @Required(paymentId) paymentId!: string;
}

export class RecordPaymentForm extends DecidedForm {
  @Required(paymentId) paymentId!: string;
  @Required(date) date!: string;
  @Required(words) reference!: string;
}

export class CarryOverYearForm extends CommandForm {
  @Required(year) year!: number;
}

export class CloseMonthForm extends DecidedForm {
  @Required(month) month!: string;
}

export class CloseYearForm extends DecidedForm {
  @Required(year) year!: number;
}

export class GetPersonForm extends CommandForm {
  @Required(id) personId!: string;
  @Optional(date) asOf?: string;
  @Optional(positionOrInstant) knownAt?: string;
}

export class GetFundForm extends CommandForm {
  @Required(date) from!: string;
  @Required(date) to!: string;
  @Optional(date) asOf?: string;
  @Optional(positionOrInstant) knownAt?: string;
}

/** Every command and its form. */
export const FORMS = {
  PublishParameters: PublishParametersForm,
  DesignateInstitution: DesignateInstitutionForm,
  ChangeInstitutionTier: ChangeInstitutionTierForm,
  AssignAgency: AssignAgencyForm,
  SuspendDesignation: ChangeDesignationForm,
  ResumeDesignation: ChangeDesignationForm,
  EndDesignation: ChangeDesignationForm,
  EnrolPerson: EnrolPersonForm,
  ChangeEmployment: ChangeEmploymentForm,
  SuspendEntitlement: ChangeEntitlementForm,
  ResumeEntitlement: ChangeEntitlementForm,
  RegisterOutOfAreaCare: RegisterOutOfAreaCareForm,
  EndOutOfAreaCare: EndOutOfAreaCareForm,
  LinkFamilyMember: LinkFamilyMemberForm,
  UnlinkFamilyMember: UnlinkFamilyMemberForm,
  CertifyCondition: CertifyConditionForm,
  RecordContribution: RecordContributionForm,
  ReverseContribution: ReverseContributionForm,
  CreditMonth: CreditMonthForm,
  SettleVisit: SettleVisitForm,
  ReverseSettlement: ReverseSettlementForm,
  SubmitClaim: SubmitClaimForm,
  ApproveClaim: ApproveClaimForm,
  RejectClaim: RejectClaimForm,
  PayExpense: PayExpenseForm,
  PayPremium: PayPremiumForm,
  RecordInpatientStay: RecordInpatientStayForm,
  AdjustAccount: AdjustAccountForm,
  TransferAccountIn: TransferAccountInForm,
  TransferAccountOut: TransferAccountOutForm,
  RefundAccount: RefundAccountForm,
  InheritAccount: InheritAccountForm,
  CarryOverYear: CarryOverYearForm,
  RecordReconciliation: RecordReconciliationForm,
  ResolveReconciliationItem: ResolveReconciliationItemForm,
  CloseMonth: CloseMonthForm,
  CloseYear: CloseYearForm,
  SetBudget: SetBudgetForm,
  PayInstitution: PayInstitutionForm,
  AgreeContract: AgreeContractForm,
  RecordAssessment: RecordAssessmentForm,
  PayPrepayment: PayPrepaymentForm,
  ClearInstitution: ClearInstitutionForm,
  ApprovePayment: ApprovePaymentForm,
  OpenCase: OpenCaseForm,
  DecideCase: DecideCaseForm,
  HandOverCase: HandOverCaseForm,
  RecordRecovery: RecordRecoveryForm,
  RecordPayment: RecordPaymentForm,
  GetPerson: GetPersonForm,
  GetFund: GetFundForm,
} as const satisfies { readonly [type: string]: Form };

export type CommandType = keyof typeof FORMS;
