import { flag, id, Optional, Required, words } from './field.ts';

/** What every command says. */
export abstract class CommandForm {
  @Required(id) commandId!: string;
  @Required(words) type!: string;
  @Required(id) region!: string;
  @Optional(id) actor?: string;
}

/** A command that is decided at once, so that it can be tried: all but questions and region-wide processes. */
export abstract class DecidedForm extends CommandForm {
  @Optional(flag) dryRun?: boolean;
}

/** A command about a person. */
export abstract class PersonForm extends DecidedForm {
  @Required(id) personId!: string;
}

/** A command about an institution. */
export abstract class InstitutionForm extends DecidedForm {
  @Required(id) institutionId!: string;
}
