import { flag, id, Optional, Required, words } from './field.ts';

/**
 * The forms of the commands (COMMANDS.md), one class each: what the command file, the HTTP interface and its description check
 * and show. A command's TypeScript type with the meaning of its fields stands in the core.
 */
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
