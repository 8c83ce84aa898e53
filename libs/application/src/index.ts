export type * from './command.ts';
export * from './digest.ts';
export * from './forms/field.ts';
export * from './forms/forms.ts';
export * from './forms/read-command.ts';
export * from './ledger.ts';
export * from './policies.ts';
export type * from './views.ts';
export * from './command-file/run-commands.ts';
