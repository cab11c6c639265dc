/** Every reason to refuse a request: its stable code, HTTP status (RFC 9110) and title. */
export const refusals = {
  bad_request: [400, 'The request is not valid'],
  malformed_json: [400, 'The body is not valid JSON in UTF-8'],
  bad_cursor: [400, 'The cursor is not valid for this list'],
  self_message: [400, 'You cannot send a message to yourself'],
  unauthorized: [401, 'A valid access token is required'],
  bad_credentials: [401, 'The username or the password is wrong'],
  bad_refresh_token: [401, 'The refresh token is unknown, used or expired'],
  forbidden: [403, 'You are not allowed to do this'],
  blocked: [403, 'One of the two users has blocked the other'],
  not_found: [404, 'The resource was not found'],
  method_not_allowed: [405, 'The resource does not support this method'],
  conflict: [409, 'The request conflicts with the current state'],
  username_taken: [409, 'The username is taken'],
  email_taken: [409, 'The e-mail address is taken'],
  deleted: [409, 'The message was deleted'],
  backwards: [409, 'A status can only move forward'],
  direct_conversation: [409, 'A direct conversation has exactly two participants and no title'],
  in_progress: [409, 'A request with this idempotency key is still in progress'],
  too_large: [413, 'The body is too large'],
  unsupported_media: [415, 'The body must be JSON in UTF-8'],
  invalid: [422, 'The request has invalid values'],
  key_reused: [422, 'The idempotency key was used with a different body'],
  rate_limited: [429, 'Too many requests'],
  internal: [500, 'The service failed'],
  unavailable: [503, 'The service is temporarily unavailable'],
} as const;

export type RefusalCode = keyof typeof refusals;

/** One invalid value: its place, as a JSON pointer (RFC 6901) into the named part of the request, and the reason. */
export interface InvalidValue {
  readonly in: 'body' | 'query' | 'path' | 'header';
  readonly pointer: string;
  readonly detail: string;
}

export interface RefusalOptions {
  /** The problem with this particular request. @default the title of the code */
  readonly detail?: string;
  readonly errors?: readonly InvalidValue[];
  /** Seconds after which the client may retry. */
  readonly retryAfterS?: number;
  readonly cause?: unknown;
}

/** A refused request. Any code below a route may throw it; one handler turns it into a problem+json response. */
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
