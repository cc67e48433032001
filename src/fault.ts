/** The codes a client may see in `extensions.code`; whatever else goes wrong is masked and logged. */
export type FaultCode =
  | "BAD_USER_INPUT"
  | "NOT_FOUND"
  | "CONFLICT"
  | "UNAUTHENTICATED"
  | "FORBIDDEN"
  | "RATE_LIMITED"
  | "UNAVAILABLE";

export interface FaultDetail {
  /** The argument or input field at fault, as a path such as `input.events.3.summary`. */
  readonly field?: string;
  /** What that field takes. */
  readonly expected?: string;
  /** What the client gets beside it in the error's `extensions`. */
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** Something that the caller is told: its message, code, field and extensions reach the client as they are. */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly field: string | undefined;
  readonly expected: string | undefined;
  readonly extensions: Readonly<Record<string, unknown>>;

  constructor(code: FaultCode, message: string, detail: FaultDetail = {}) {
    super(message, { cause: detail.cause });
    this.name = "Fault";
    this.code = code;
    this.field = detail.field;
    this.expected = detail.expected;
    this.extensions = detail.extensions ?? {};
  }
}

export function badInput(
  field: string,
  expected: string,
  problem?: string,
  extensions?: FaultDetail["extensions"],
): Fault {
  return new Fault("BAD_USER_INPUT", `${field}: ${problem ? `${problem}; ` : ""}expected ${expected}`, {
    field,
    expected,
    extensions,
  });
}

/** What may work later, or with less under way. */
export function rateLimited(message: string): Fault {
  return new Fault("RATE_LIMITED", message);
}

export function notFound(id: string, field = "id"): Fault {
  return new Fault("NOT_FOUND", `${id} isn't there`, { field });
}

export function conflict(message: string, field?: string): Fault {
  return new Fault("CONFLICT", message, { field });
}

export function unavailable(message: string, cause?: unknown): Fault {
  return new Fault("UNAVAILABLE", message, { cause });
}

/** Also of one as clients see it. */
export function isRateLimited(error: unknown): boolean {
  const { code, extensions } = error as { code?: unknown; extensions?: { code?: unknown } };
  return (code ?? extensions?.code) === "RATE_LIMITED";
}

export function isUnavailable(error: unknown): boolean {
  return error instanceof Fault && error.code === "UNAVAILABLE";
}

/** For `catch`, where one can do without what is unavailable; throws every other error. */
export function unlessUnavailable(error: unknown): null {
  if (isUnavailable(error)) return null;
  throw error;
}
