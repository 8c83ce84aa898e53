export { checkSimulation } from './simulate-families.ts';
export { simulateLedger, SimulationStopped, type SimulationOptions } from './simulate-ledger.ts';
