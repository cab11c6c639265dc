import { describe, expect, it } from 'vitest';
import { Refusal } from '../src/domain/refusal.ts';
import { createRateLimiter, maxKeys, type RateLimiter } from '../src/http/rate-limit.ts';
import { membersOf } from '../src/store/members.ts';
import { membersOfAll } from '../src/store/replay.ts';
import { onEachStore } from './stores.ts';
import { shapes } from './world.ts';

const refused = (limiter: RateLimiter, key: string): boolean => {
  try {
    limiter.take('login', key);
    return false;
  } catch (error) {
    if (error instanceof Refusal) return true;
    throw error;
  }
};

describe('a rate limiter', () => {
  // The factor that allows one request per key.
  const limiter = () => createRateLimiter({ factor: 0.05, now: () => 0 });

  it('remembers at most the maximum number of keys, and forgets the one unused for longest', () => {
    const limits = limiter();
    const firsts = Array.from({ length: maxKeys }, (_, index) => refused(limits, String(index)));
    expect(firsts).not.toContain(true);
    expect([refused(limits, '0'), refused(limits, '1')]).toEqual([true, true]);
    limits.take('login', 'one more');
    limits.take('login', 'and one more');
    expect([refused(limits, '0'), refused(limits, '1')]).toEqual([true, true]);
    expect([refused(limits, '2'), refused(limits, '3')]).toEqual([false, false]);
  });
});

onEachStore((make) => {
  describe('the members of many conversations', () => {
    it('are read by one statement, with the same result as one conversation at a time', async () => {
      const world = make();
      const ada = await world.person();
      const ids: string[] = [];
      for (let count = 0; count < 5; count += 1) {
        const { id: receiver_id } = await world.person();
        const sent = await world.send(ada.token, { receiver_id, content: 'hello' });
        ids.push(shapes.Message.parse(await sent.json()).conversation_id);
      }
      const { store } = world.deps;
      const asked: string[] = [];
      const found = await store.read(function* () {
        const work = membersOfAll([...ids, ...ids]);
        let step = work.next();
        while (!step.done) {
          asked.push(step.value.text);
          step = work.next(yield step.value);
        }
        return step.value;
      });
      expect(asked).toHaveLength(1);
      expect([...found.keys()].sort()).toEqual(ids.toSorted());
      for (const id of ids) expect(found.get(id)).toEqual(await store.read(() => membersOf(id)));
    });

    it('are empty without a conversation', async () => {
      expect((await make().deps.store.read(() => membersOfAll([]))).size).toBe(0);
    });
  });
});
