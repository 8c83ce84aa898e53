import { FORMS, type Answer, type Command, type CommandType, type Ledger } from '@gongji/application';
import { Inject, type Type } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { LEDGER } from '../tokens.ts';

/** A command on its way over the bus. */
export class CommandMessage {
  constructor(readonly command: Command) {}
}

/** The one handler: every command goes to the ledger, which decides in order and answers when the events are durable. */
export class LedgerHandler implements ICommandHandler<CommandMessage, Answer> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ command }: CommandMessage): Promise<Answer> {
    return this.ledger.submit(command);
  }
}

const messages = new Map<string, new (command: Command) => CommandMessage>();

/**
 * The bus finds a handler by the message's class, so that each command type gets a class of its own, and each class a handler: made
 * here from the list of forms instead of being written out.
 */
export const COMMAND_HANDLERS: readonly Type<LedgerHandler>[] = (Object.keys(FORMS) as CommandType[]).map((type) => {
  const message = { [type]: class extends CommandMessage {} }[type] as new (command: Command) => CommandMessage;
  const handler = { [`${type}Handler`]: class extends LedgerHandler {} }[`${type}Handler`] as Type<LedgerHandler>;
  CommandHandler(message)(handler);
  messages.set(type, message);
  return handler;
});

/** A command as the message that its type's handler takes. */
export function messageOf(command: Command): CommandMessage {
  const Message = messages.get(command.type);
  if (Message === undefined) throw new Error(`no handler for ${command.type}`);
  return new Message(command);
}
