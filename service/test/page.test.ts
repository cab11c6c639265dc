import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen, type ListeningServer } from '../src/http/server.ts';
import { createWorld } from './world.ts';

const executablePath = '/usr/bin/chromium';
const without = existsSync(executablePath) ? '' : ` (no ${executablePath})`;
/** The folder for screenshots; undefined when none are wanted. */
const shots = process.env['SCREENSHOTS'];

const desktop = { width: 1200, height: 760 };
const phone = { width: 390, height: 800 };

describe.skipIf(without !== '')(`the demo page in Chromium${without}`, () => {
  let browser: Browser;
  let server: ListeningServer;
  let world: ReturnType<typeof createWorld>;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    world = createWorld({ logger: pino({ level: 'silent' }) });
    server = await listen(world.app, { port: 0, host: '127.0.0.1' });
  });
  afterAll(async () => {
    await browser.close();
    await server.drain(100);
  });

  const base = () => `http://127.0.0.1:${String(server.port)}`;
  const shoot = async (page: Page, name: string) => {
    if (shots === undefined) return;
    mkdirSync(shots, { recursive: true });
    await page.screenshot({ path: join(shots, `${name}.png`) });
  };

  /** Opens a tab and collects its console errors and its requests to other hosts. */
  async function tab(viewport: typeof desktop) {
    const context = await browser.newContext({ viewport });
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    const complaints: string[] = [];
    page.on('console', (message) => {
      // The browser reports a stream that the test ends as a failed resource.
      if (message.type() === 'error' && !message.text().includes('net::')) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(base()) && !request.url().startsWith('data:'))
        complaints.push(request.url());
    });
    return { page, complaints };
  }

  const said = (page: Page, text: string | RegExp) => page.locator('#messages').getByText(text);

  async function signUp(name: string, viewport: typeof desktop) {
    const opened = await tab(viewport);
    await opened.page.goto(base());
    await shoot(opened.page, `welcome-${String(viewport.width)}`);
    await opened.page.getByRole('textbox', { name: 'Username', exact: true }).fill(name);
    await opened.page.getByLabel('Password').fill('correct horse');
    await opened.page.getByRole('button', { name: 'Sign up' }).click();
    await opened.page.getByText(`${name} · connected`).waitFor();
    return opened;
  }

  it('lets two users write to each other, with typing, read marks and reconnection', async () => {
    const ada = await signUp('ada', desktop);
    const bob = await signUp('bob', phone);
    await ada.page.getByLabel('Start a conversation with').fill('bob');
    await ada.page.getByRole('button', { name: 'Chat' }).click();
    await ada.page.getByRole('heading', { name: 'bob' }).waitFor();
    const write = async ({ page }: typeof ada, text: string) => {
      await page.getByLabel('Message', { exact: true }).fill(text);
      await page.keyboard.press('Enter');
    };
    await write(ada, 'Hello Bob <b>not bold</b>');
    await bob.page.getByRole('button', { name: /ada.*1 new/ }).click();
    await said(bob.page, 'Hello Bob <b>not bold</b>').waitFor();
    await ada.page.getByText(/· read$/).waitFor();

    await bob.page.getByLabel('Message', { exact: true }).pressSequentially('Hi');
    await ada.page.getByText('bob is typing').waitFor();
    await shoot(ada.page, 'typing-1200');
    await bob.page.keyboard.press('Enter');
    await said(ada.page, /^Hi/).waitFor();

    // All streams end, as at a restart; messages sent in the meantime arrive after the reconnection.
    world.deps.hub.close();
    await ada.page.getByText('reconnecting').waitFor();
    await write(bob, 'Sent while you were away');
    await said(ada.page, 'Sent while you were away').waitFor();
    await ada.page.getByText('ada · connected').waitFor();
    await write(ada, 'Back again');
    await said(bob.page, 'Back again').waitFor();
    await bob.page
      .getByText(/· read$/)
      .first()
      .waitFor();
    await shoot(ada.page, 'talk-1200');
    await shoot(bob.page, 'talk-390');
    await bob.page.getByRole('button', { name: 'Back' }).click();
    await shoot(bob.page, 'list-390');
    expect([...ada.complaints, ...bob.complaints]).toEqual([]);
  });

  it('explains a failed login', async () => {
    const { complaints, page } = await tab(phone);
    await page.goto(base());
    await page.getByRole('textbox', { name: 'Username', exact: true }).fill('nobody');
    await page.getByLabel('Password').fill('wrong horse');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('alert').filter({ hasText: 'wrong' }).waitFor();
    expect(complaints.filter((text) => !text.includes('401'))).toEqual([]);
  });

  it('has a reference page of every route, loaded only from the service', async () => {
    const { complaints, page } = await tab(desktop);
    await page.goto(`${base()}/docs`);
    await page.getByText('/api/messages/conversation/{id}/before').waitFor();
    await shoot(page, 'docs-1200');
    await page.getByText('Send a message to a user').click();
    await page.getByText('Makes retries safe').waitFor();
    await shoot(page, 'docs-open-1200');
    expect(complaints).toEqual([]);
  });
});
