/** Every way in which the service says no: its stable code, HTTP status (RFC 9110) and title. */
export const refusals = {
  bad_request: [400, 'The request cannot be understood'],
  malformed_json: [400, 'The body is not valid JSON in UTF-8'],
  bad_cursor: [400, 'The cursor is not one of ours for this list'],
  self_message: [400, 'A message needs somebody else to receive it'],
  unauthorized: [401, 'A valid access token is needed'],
  bad_credentials: [401, 'The name or the password is wrong'],
  bad_refresh_token: [401, 'The refresh token is unknown, used or expired'],
  forbidden: [403, 'This is not allowed to you'],
  blocked: [403, 'One of the two has blocked the other'],
  not_found: [404, 'There is no such thing here'],
  method_not_allowed: [405, 'The resource does not know this method'],
  conflict: [409, 'The request conflicts with the present state'],
  username_taken: [409, 'The username is taken'],
  email_taken: [409, 'The e-mail address is taken'],
  deleted: [409, 'The message is deleted'],
  backwards: [409, 'A status only goes forward'],
  direct_conversation: [409, 'A direct conversation has two participants and no title'],
  in_progress: [409, 'A request with this idempotency key is still in progress'],
  too_large: [413, 'The body is too large'],
  unsupported_media: [415, 'The body has to be JSON in UTF-8'],
  invalid: [422, 'The request has invalid values'],
  key_reused: [422, 'The idempotency key was used with another body'],
  rate_limited: [429, 'Too many requests'],
  internal: [500, 'Something went wrong here'],
  unavailable: [503, 'The service cannot answer at the moment'],
} as const;

export type RefusalCode = keyof typeof refusals;

/** One invalid value: where it stands, as a JSON pointer (RFC 6901) into the named part of the request, and why. */
export interface InvalidValue {
  readonly in: 'body' | 'query' | 'path' | 'header';
  readonly pointer: string;
  readonly detail: string;
}

export interface RefusalOptions {
  /** What is wrong with this very request. */
  readonly detail?: string;
  readonly errors?: readonly InvalidValue[];
  /** Seconds after which another try is worth it. */
  readonly retryAfterS?: number;
  readonly cause?: unknown;
}

/** A request that the service turns down; thrown anywhere below a route, answered as problem+json in one place. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly status: (typeof refusals)[RefusalCode][0];
  readonly title: string;
  readonly errors: readonly InvalidValue[];
  readonly retryAfterS: number | undefined;

  constructor(code: RefusalCode, { detail, errors = [], retryAfterS, cause }: RefusalOptions = {}) {
    super(detail ?? refusals[code][1], { cause });
    this.name = 'Refusal';
    this.code = code;
    [this.status, this.title] = refusals[code];
    this.errors = errors;
    this.retryAfterS = retryAfterS;
  }
}
