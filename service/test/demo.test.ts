import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { listen, type ListeningServer } from '../src/http/server.ts';
import { createWorld } from './world.ts';

const executablePath = '/usr/bin/chromium';
const without = existsSync(executablePath) ? '' : ` (no ${executablePath})`;

describe.skipIf(without !== '')(`the demo page when things go wrong${without}`, () => {
  let browser: Browser;
  let server: ListeningServer;
  let world: ReturnType<typeof createWorld>;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    world = createWorld();
    server = await listen(world.app, { port: 0, host: '127.0.0.1' });
  });
  afterAll(async () => {
    await browser.close();
    await server.drain(100);
  });

  /** Opens a tab and signs up. */
  async function signUp(name: string): Promise<Page> {
    const page = await (await browser.newContext()).newPage();
    page.setDefaultTimeout(60_000);
    await page.goto(`http://127.0.0.1:${String(server.port)}`);
    await page.getByRole('textbox', { name: 'Username', exact: true }).fill(name);
    await page.getByLabel('Password').fill('correct horse');
    await page.getByRole('button', { name: 'Sign up' }).click();
    await page.getByText(`${name} · connected`).waitFor();
    return page;
  }
  const find = async (page: Page, name: string) => {
    await page.getByLabel('Start a conversation with').fill(name);
    await page.getByRole('button', { name: 'Chat' }).click();
  };

  it.each(['Élodie', '日本人', 'a b!', `long ${'x'.repeat(90)}`, '\u{1F600}'.repeat(3)])(
    'signs up %s',
    async (name) => {
      await (await signUp(name)).context().close();
    },
  );

  it('renews a token once for all requests refused at the same time', async () => {
    const page = await signUp('renewing');
    const renewals: number[] = [];
    page.on('response', (response) => {
      if (response.url().endsWith('/auth/refresh')) renewals.push(response.status());
    });
    const statuses = await page.evaluate(`(async () => {
      const { api } = await import('/api.js');
      sessionStorage.setItem('access', 'one that has run out');
      const paths = ['/users/me', '/conversations', '/users/me', '/conversations'];
      const asked = await Promise.allSettled(paths.map((path) => api('GET', path)));
      const after = await Promise.allSettled([api('GET', '/users/me')]);
      return [...asked, ...after].map(({ status }) => status);
    })()`);
    expect(statuses).toEqual(Array.from({ length: 5 }, () => 'fulfilled'));
    expect(renewals).toEqual([200]);
    const stored = z.string().parse(await page.evaluate("sessionStorage.getItem('refresh')"));
    const body = { refresh_token: stored };
    const next = await world.call('/api/auth/refresh', { method: 'POST', body });
    expect(next.status).toBe(200);
    await page.context().close();
  });

  it('opens no conversation with a user whose name only begins with the given one', async () => {
    const page = await signUp('asking');
    const bobby = await signUp('Bobby');
    await find(page, 'bob');
    await page.getByText('No user is named bob').waitFor();
    expect(await page.locator('#with').textContent()).toBe('No conversation selected');
    await find(page, 'BOBBY');
    await page.getByRole('heading', { name: 'Bobby' }).waitFor();
    await Promise.all([page.context().close(), bobby.context().close()]);
  });

  it('keeps a text that could not be sent, and clears a sent one', async () => {
    const page = await signUp('keeping');
    await signUp('listener');
    await find(page, 'listener');
    const box = page.getByLabel('Message', { exact: true });
    const refuse = { status: 429, contentType: 'application/problem+json', body: '{"detail":"Too many"}' };
    await page.route('**/api/messages', (route) => route.fulfill(refuse));
    await box.fill('a long text');
    await page.keyboard.press('Enter');
    await page.locator('#write-error').getByText('Too many').waitFor();
    expect(await box.inputValue()).toBe('a long text');
    await page.unroute('**/api/messages');
    await page.keyboard.press('Enter');
    await page.locator('#messages').getByText('a long text').waitFor();
    expect(await box.inputValue()).toBe('');
    await page.context().close();
  });
});
