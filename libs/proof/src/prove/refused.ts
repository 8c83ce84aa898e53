/** A proof that does not hold: what it says is not shown by it. */
export class ProofRefused extends Error {
  override readonly name = 'ProofRefused';
}

/** Something that cannot be proven, because it is not in the log or not under a seal yet. */
export class NotProvable extends Error {
  override readonly name = 'NotProvable';
}
