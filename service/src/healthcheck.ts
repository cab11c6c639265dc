import { get } from 'node:http';

/** Requests /health of the service in this container; HEALTHCHECK uses the exit code. */
const request = get(
  { host: '127.0.0.1', port: process.env['PORT'] ?? '8000', path: '/health', timeout: 1500 },
  (response) => {
    process.exit(response.statusCode === 200 ? 0 : 1);
  },
);
request.on('error', () => process.exit(1));
request.on('timeout', () => process.exit(1));
