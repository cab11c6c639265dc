import { createAccessTokens } from '../src/domain/tokens.ts';
import { requestBytes } from './load.ts';
import type { Seed } from './seed.ts';
import { secret } from './shared.ts';

/** One kind of work: a request, and the status of its answer. */
export interface Work {
  readonly work: string;
  readonly status: number;
  readonly request: Buffer;
}

/** The requests of the three kinds of work. */
export function works({ conversationId, userId }: Seed): readonly Work[] {
  const token = createAccessTokens({ secret, ttlS: 3600, now: () => Date.now() }).issue(userId);
  const body = {
    conversation_id: conversationId,
    content: 'a message of the usual length, no more and no less',
  };
  return [
    { work: 'send', status: 201, request: requestBytes('POST', '/api/messages', token, body) },
    {
      work: 'page of 20',
      status: 200,
      request: requestBytes('GET', `/api/messages/conversation/${conversationId}?limit=20`, token),
    },
    { work: 'inbox', status: 200, request: requestBytes('GET', '/api/conversations?limit=20', token) },
  ];
}
