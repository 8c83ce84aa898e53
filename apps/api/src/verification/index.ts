export { verifyLedger, VerificationStopped, type VerificationOptions } from './verify-ledger.ts';
