/* global AbortController, crypto, fetch, sessionStorage, setTimeout, TextDecoderStream */

/** A refused request, with the service's explanation. */
export class ApiError extends Error {
  constructor(status, problem) {
    const values = (problem?.errors ?? []).map(({ pointer, detail }) => `${pointer.slice(1)} ${detail}`);
    super(values.join('; ') || problem?.detail || `The service answered ${status}.`);
    this.status = status;
  }
}

// sessionStorage belongs to one tab, so that two tabs can be two users.
const stored = (key) => sessionStorage.getItem(key);
const store = (tokens) => {
  sessionStorage.setItem('access', tokens.access_token);
  sessionStorage.setItem('refresh', tokens.refresh_token);
};

export const loggedIn = () => stored('access') !== null;

async function request(method, path, body, headers = {}) {
  const token = stored('access');
  const response = await fetch(`/api${path}`, {
    method,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...headers,
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (response.ok) return response.status === 200 || response.status === 201 ? response.json() : undefined;
  throw new ApiError(response.status, await response.json().catch(() => undefined));
}

/** Exchanges the refresh token for new tokens; false when the session has ended. */
async function exchange() {
  const refresh_token = stored('refresh');
  if (!refresh_token) return false;
  try {
    store(await request('POST', '/auth/refresh', { refresh_token }));
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return false;
    throw error;
  }
}

let renewing;

/**
 * Renews the access token that was refused; false when the session has ended. Requests that are refused at the same
 * time share one renewal, because using a refresh token twice ends the session.
 */
function renew(refused) {
  const token = stored('access');
  if (token !== refused) return Promise.resolve(token !== null);
  renewing ??= exchange().finally(() => (renewing = undefined));
  return renewing;
}

/** Calls the API; renews an expired access token once. */
export async function api(method, path, body, headers) {
  const token = stored('access');
  try {
    return await request(method, path, body, headers);
  } catch (error) {
    const refused = error instanceof ApiError && error.status === 401 && !path.startsWith('/auth/');
    if (!refused || !(await renew(token))) throw error;
    return request(method, path, body, headers);
  }
}

/** Logs in; with `register` as the kind, creates the account first. */
export async function logIn(kind, username, password) {
  // The page asks for no e-mail address. One made from the name would not be valid for every name.
  const email = `${crypto.randomUUID()}@example.org`;
  if (kind === 'register') await request('POST', '/auth/register', { username, password, email });
  store(await request('POST', '/auth/login', { username, password }));
}

export async function logOut() {
  const refresh_token = stored('refresh');
  sessionStorage.clear();
  if (refresh_token) await request('POST', '/auth/logout', { refresh_token }).catch(() => undefined);
}

/** Sends a text. The idempotency key makes a retry safe when the response was lost. */
export async function send(target, content) {
  const headers = { 'idempotency-key': crypto.randomUUID() };
  for (let tries = 1; ; tries += 1) {
    try {
      return await api('POST', '/messages', { ...target, content }, headers);
    } catch (error) {
      const temporary = !(error instanceof ApiError) || error.status === 503 || error.status === 409;
      if (!temporary || tries === 10) throw error;
      await new Promise((resolve) => setTimeout(resolve, 300 * tries));
    }
  }
}

const field = (block, name) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1];

async function readStream(body, onEvent) {
  let text = '';
  for await (const part of body.pipeThrough(new TextDecoderStream())) {
    const blocks = (text + part).split('\n\n');
    text = blocks.pop();
    for (const block of blocks) {
      const event = field(block, 'event');
      if (event) onEvent(event, JSON.parse(field(block, 'data')), field(block, 'id'));
    }
  }
}

/**
 * Listens to events and reconnects after every break with the id of the last one.
 * EventSource would do the same, but cannot send the token in a header.
 */
export function listen(onEvent, onState) {
  const ending = new AbortController();
  const { signal } = ending;
  let last;
  let pauseMs = 250;
  const once = async () => {
    const token = stored('access');
    const headers = {
      authorization: `Bearer ${token}`,
      ...(last ? { 'last-event-id': last } : {}),
    };
    const response = await fetch('/api/events', { headers, signal });
    if (response.status === 401 && (await renew(token))) return;
    if (!response.ok) throw new ApiError(response.status);
    onState('connected');
    pauseMs = 250;
    await readStream(response.body, (event, data, id) => {
      last = id ?? last;
      onEvent(event, data);
    });
  };
  (async () => {
    while (!signal.aborted) {
      await once().catch(() => undefined);
      if (signal.aborted) return;
      onState('reconnecting …');
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      pauseMs = Math.min(pauseMs * 2, 5000);
    }
  })();
  return () => ending.abort();
}
