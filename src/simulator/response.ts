/** An HTTP response before it is sent. */
export interface SimulatedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a request gets: a response, a reset connection, or nothing. */
export type SimulatedReply = SimulatedResponse | "reset" | "hang";

/** An error and whose it is: the gateway has one body for all services, a service has its own. */
export interface SimulatedError {
  readonly by: "gateway" | "service";
  readonly status: number;
  /** Absent if none is known. */
  readonly code?: string;
  readonly message: string;
}

/** How a service writes the body of its own errors. */
export type ErrorBody = (code: string | undefined, message: string) => object;

export function jsonResponse(
  status: number,
  body: object,
  requestId: string,
  headers: Readonly<Record<string, string>> = {},
): SimulatedResponse {
  return {
    status,
    headers: { "Content-Type": "application/json", "X-Request-Id": requestId, ...headers },
    body: JSON.stringify(body),
  };
}

/** @param errorBody - that of the requested service */
export function errorResponse(
  { by, status, code, message }: SimulatedError,
  errorBody: ErrorBody,
  requestId: string,
  headers?: Readonly<Record<string, string>>,
): SimulatedResponse {
  const ofGateway = { error_msg: message, error_code: code, request_id: requestId };
  return jsonResponse(status, by === "gateway" ? ofGateway : errorBody(code, message), requestId, headers);
}

/** 32 hexadecimal digits: a different ID for each number below 2^32, and always the same one. */
export function hexId(number: number): string {
  const scattered = Math.imul(number, 0x9e3779b1) >>> 0;
  return scattered.toString(16).padStart(8, "0") + number.toString(16).padStart(24, "0");
}
