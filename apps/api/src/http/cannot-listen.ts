/** The address on which the service was to listen cannot be had, in a sentence for the operator. */
export class CannotListen extends Error {
  override readonly name = 'CannotListen';

  constructor(
    readonly code: string,
    host: string,
    port: number,
    options?: ErrorOptions,
  ) {
    super(
      `The service cannot listen at ${host}:${String(port)} (${code}): ${WHY[code] ?? 'the system refuses it'}.`,
      options,
    );
  }
}

const WHY: { readonly [code: string]: string } = {
  EADDRINUSE: 'another program holds the port; end it, or choose another one',
  EACCES: 'the port may not be used without special rights; choose another one',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'the host is not known',
};

/** What listening failed with, as an operator can understand it; a defect stays what it is. */
export function toCannotListen(error: unknown, host: string, port: number): unknown {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' && code in WHY ? new CannotListen(code, host, port, { cause: error }) : error;
}
