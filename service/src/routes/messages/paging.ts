import { z } from 'zod';
import type { Cursors } from '../../domain/cursors.ts';
import { Refusal } from '../../domain/refusal.ts';
import { messageView } from '../../domain/views.ts';
import { membership, type MemberRow } from '../../store/members.ts';
import { messagesIn, type MessageRow, type Window } from '../../store/messages.ts';
import type { Op } from '../../store/store.ts';

export const defaultLimit = 20;

const position = z.union([
  z.tuple([z.enum(['below', 'above']), z.int()]),
  z.tuple([z.literal('before'), z.int(), z.int()]),
]);
type Place = z.infer<typeof position>;

export interface Listing {
  readonly conversationId: string;
  readonly userId: string;
  readonly limit: number;
  readonly cursor: string | undefined;
  /** The start of the list when there is no cursor. */
  readonly begin: Window | { readonly kind: 'page'; readonly page: number };
  /**
   * The kinds of window whose cursors are accepted: from page to page the limit may change, but not the direction.
   * @default the kind of `begin`
   */
  readonly accepts?: readonly Window['kind'][];
}

const asWindow = (place: Place): Window =>
  place[0] === 'before'
    ? { kind: 'before', createdAt: place[1], seq: place[2] }
    : { kind: place[0], seq: place[1] };

/** The place where the next page starts: after the last row in reading direction. */
function placeAfter(window: Window, rows: readonly MessageRow[]): Place | undefined {
  const row = window.kind === 'above' ? rows[0] : rows.at(-1);
  if (!row) return undefined;
  return window.kind === 'before' ? ['before', row.created_at, row.seq] : [window.kind, row.seq];
}

/** The window of a page. A numbered page needs neither OFFSET nor count(*): seq has no gap, so a page is a range. */
function windowOf(listing: Listing, me: MemberRow, read: (text: string) => Place): Window {
  if (listing.cursor !== undefined) {
    const window = asWindow(read(listing.cursor));
    const accepts = listing.accepts ?? [listing.begin.kind];
    if (!accepts.includes(window.kind)) throw new Refusal('bad_cursor');
    return window;
  }
  if (listing.begin.kind !== 'page') return listing.begin;
  return { kind: 'below', seq: me.last_seq - (listing.begin.page - 1) * listing.limit + 1 };
}

/**
 * A page of a conversation by keyset: every page costs the same, and messages sent in the meantime do not shift it.
 * @throws Refusal not_found, bad_cursor
 */
export function* messagePage(listing: Listing, cursors: Cursors) {
  const { conversationId, userId, limit, begin } = listing;
  const scope = `messages ${userId} ${conversationId}`;
  const { me, members } = yield* membership(conversationId, userId);
  if (begin.kind === 'page' && listing.cursor !== undefined)
    throw new Refusal('bad_request', { detail: 'Only one of page and cursor is allowed' });
  const window = windowOf(listing, me, (text) => cursors.read(scope, text, position));
  const found: readonly MessageRow[] = yield* fetch(conversationId, window, me, limit + 1);
  const more = found.length > limit;
  const rows = !more ? found : window.kind === 'above' ? found.slice(1) : found.slice(0, limit);
  const next = more ? placeAfter(window, rows) : undefined;
  return {
    data: rows.map((row) => messageView(row, members)),
    next_cursor: next ? cursors.write(scope, next) : null,
    limit,
    ...(begin.kind === 'page' ? { page: begin.page, total: me.last_seq - me.joined_seq } : {}),
  };
}

const fetch = (id: string, window: Window, me: MemberRow, limit: number): Op<readonly MessageRow[]> =>
  messagesIn(id, window, { from: me.joined_seq, limit });
