import { describe, expect, it } from 'vitest';
import { forgetKeys } from '../src/store/send.ts';
import { all } from '../src/store/store.ts';
import { onEachStore } from './stores.ts';
import { shapes } from './world.ts';

const dayMs = 24 * 3600 * 1000;

onEachStore((make) => {
  describe('an idempotency key', () => {
    async function sender() {
      const clock = { ms: Date.UTC(2026, 0, 1) };
      const world = make({ now: () => clock.ms });
      const [ada, bob] = [await world.person(), await world.person()];
      const send = async (content = 'hello') => {
        const token = world.deps.accessTokens.issue(ada.id);
        return world.send(token, { receiver_id: bob.id, content }, { 'idempotency-key': 'the same' });
      };
      const seq = async () => shapes.Message.parse(await (await send()).json()).seq;
      const kept = async () => {
        const rows = await world.deps.store.read(() =>
          all('SELECT 1 AS kept FROM idempotency_keys WHERE user_id = $1', ada.id),
        );
        return rows.length;
      };
      return { ...world, clock, kept, send, seq };
    }

    it('is remembered for 24 hours, and may then be used again', async () => {
      const { clock, send, seq } = await sender();
      const seqs = [await seq()];
      clock.ms += dayMs - 1;
      seqs.push(await seq());
      expect((await send('another')).status).toBe(422);
      clock.ms += 1;
      expect((await send('another')).status).toBe(201);
      expect(seqs).toEqual([1, 1]);
    });

    it('is deleted after that time, and not before', async () => {
      const { clock, deps, kept, seq } = await sender();
      await seq();
      clock.ms += dayMs - 1;
      await deps.store.write(() => forgetKeys(clock.ms));
      expect(await kept()).toBe(1);
      clock.ms += 1;
      await deps.store.write(() => forgetKeys(clock.ms));
      expect(await kept()).toBe(0);
    });
  });
});
