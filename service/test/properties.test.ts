import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createCursors } from '../src/domain/cursors.ts';
import { Refusal } from '../src/domain/refusal.ts';
import { createWorld, secret, shapes } from './world.ts';

const position = z.tuple([z.int(), z.string()]);

describe('a cursor', () => {
  const cursors = createCursors(secret);

  it('returns its position for its scope', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.maxSafeInteger(),
        fc.string({ unit: 'grapheme' }),
        (scope, number, text) => {
          expect(cursors.read(scope, cursors.write(scope, [number, text]), position)).toEqual([number, text]);
        },
      ),
    );
  });

  it('is refused with any changed character, for another scope, and as any other text', () => {
    const refused = (scope: string, text: string) => {
      expect(() => cursors.read(scope, text, position)).toThrow(Refusal);
    };
    const good = cursors.write('mine', [7, 'x']);
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.constantFrom(...'abcXYZ019-_.'), (index, letter) => {
        const changed = `${good.slice(0, index)}${letter}${good.slice(index + 1)}`;
        // The last letter of base64 has unused bits, so that another letter may mean the same bytes.
        const bytes = (text: string) =>
          text.split('.').map((part) => Buffer.from(part, 'base64url').toString('hex'));
        fc.pre(bytes(changed).join() !== bytes(good).join());
        refused('mine', changed);
      }),
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        refused('mine', text);
        if (text !== 'mine') refused(text, good);
      }),
    );
    expect(() => cursors.read('mine', good, z.tuple([z.string()]))).toThrow(Refusal);
  });
});

/** The actions of two users in their conversation. */
const action = fc.oneof(
  fc.record({ kind: fc.constant('send' as const), who: fc.nat(1) }),
  fc.record({ kind: fc.constant('read' as const), who: fc.nat(1), seq: fc.nat(30) }),
);

describe('unread counts', () => {
  it('match a simple model, whatever two users do', async () => {
    const world = createWorld();
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 20 }), async (actions) => {
        const two = [await world.person(), await world.person()] as const;
        const hello = await world.send(two[0].token, { receiver_id: two[1].id, content: 'hello' });
        const { conversation_id: id } = shapes.Message.parse(await hello.json());
        let last = 1;
        const marks = [1, 0];
        for (const step of actions) {
          const token = two[step.who === 0 ? 0 : 1].token;
          if (step.kind === 'send') {
            await world.send(token, { conversation_id: id, content: 'x' });
            last += 1;
            marks[step.who] = last;
          } else {
            const path = `/api/messages/conversation/${id}/read`;
            await world.call(path, { method: 'PUT', token, body: { seq: step.seq } });
            marks[step.who] = Math.max(marks[step.who] ?? 0, Math.min(step.seq, last));
          }
        }
        const unread = [];
        for (const { token } of two)
          unread.push(await (await world.call(`/api/conversations/${id}`, { token })).json());
        expect(unread).toMatchObject(marks.map((mark) => ({ unread: last - mark })));
      }),
      { numRuns: 25 },
    );
  });
});
