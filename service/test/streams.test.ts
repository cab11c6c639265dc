import { describe, expect, it } from 'vitest';
import { createWorld, shapes } from './world.ts';

describe('a stream of events', () => {
  it('answers HEAD without opening a stream', async () => {
    const { call, person } = createWorld();
    const { token } = await person();
    const asked = () => call('/api/events', { method: 'HEAD', token });
    const answers = [await asked(), await asked(), await asked(), await asked()];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(answers[0]?.headers.get('content-type')).toContain('text/event-stream');
    const stream = await call('/api/events', { token });
    expect(stream.status).toBe(200);
    await stream.body?.cancel();
  });

  it('is refused with 503 while the process shuts down, so that the client goes to another', async () => {
    const { call, person } = createWorld({ draining: () => true });
    const answer = await call('/api/events', { token: (await person()).token });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(shapes.Problem.parse(await answer.json()).code).toBe('unavailable');
  });
});
