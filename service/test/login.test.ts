import { describe, expect, it } from 'vitest';
import { nameKey } from '../src/store/accounts.ts';
import { run } from '../src/store/store.ts';
import { onEachStore } from './stores.ts';
import { shapes } from './world.ts';

onEachStore((make) => {
  const register = (world: ReturnType<typeof make>, username: string, email: string, password: string) =>
    world.call('/api/auth/register', { method: 'POST', body: { username, email, password } });

  describe('a login by e-mail address', () => {
    it.each(['@', '\uff20', '\ufe6b'])('is no valid name: one with %s is refused', async (at) => {
      const answer = await register(make(), `ada${at}example.org`, 'eve@example.org', 'correct horse');
      expect(answer.status).toBe(422);
      const { errors } = shapes.Problem.parse(await answer.json());
      expect(errors.map(({ pointer }) => pointer)).toEqual(['/username']);
    });

    it('finds the owner of the address, even when an older account has it as its name', async () => {
      const world = make();
      const address = `ada-${crypto.randomUUID()}@example.org`;
      await register(world, `ada-${crypto.randomUUID()}`, address, 'correct horse');
      const eve = await world.person('eve');
      await world.deps.store.write(() =>
        run(
          'UPDATE users SET username = $2, username_key = $3 WHERE id = $1',
          ...[eve.id, address, nameKey(address)],
        ),
      );
      const body = { username: address, password: 'correct horse' };
      const { access_token } = shapes.Tokens.parse(
        await (await world.call('/api/auth/login', { method: 'POST', body })).json(),
      );
      const me = await world.call('/api/users/me', { token: access_token });
      expect(shapes.User.parse(await me.json()).email).toBe(address);
    });

    it('does not affect names that are no address', async () => {
      const world = make();
      const bob = await world.person('bob');
      const body = { username: bob.name.toUpperCase(), password: 'correct horse' };
      expect((await world.call('/api/auth/login', { method: 'POST', body })).status).toBe(200);
    });
  });
});
