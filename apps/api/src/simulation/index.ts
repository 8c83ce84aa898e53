export { simulateLedger, SimulationStopped, type SimulationOptions } from './simulate-ledger.ts';
