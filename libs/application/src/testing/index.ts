export { MemoryViews } from './memory-views.ts';
export {
  answersOf,
  commandsOf,
  enrol,
  given,
  hospital,
  logOf,
  openOn,
  policies,
  topUp,
  visit,
  type Step,
} from './open-ledger.ts';
