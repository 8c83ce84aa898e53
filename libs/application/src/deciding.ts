/*
 * What decides and folds, for whoever goes through a log: without the forms of commands and without the writer. A thread that
 * checks or simulates is ready in half the time.
 */
export type * from './command.ts';
export * from './decide-command.ts';
export * from './digest.ts';
export * from './policies.ts';
export { closingIdOf } from './processes/close-hold.ts';
export { undoingIdOf } from './processes/finish-claim.ts';
export { idsOf, streamsOf } from './streams-of.ts';
export type * from './views.ts';
export * from './writer/stamp.ts';
export * from './writer/stream-kinds.ts';
export { folded, type LoadedStream } from './writer/streams.ts';
export { dayInChina, tailOf } from './writer/tail.ts';
