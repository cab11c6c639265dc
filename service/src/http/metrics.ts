import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

/** What the service counts; labels are patterns of routes, never ids. */
export interface Metrics {
  readonly registry: Registry;
  request(method: string, route: string, status: number, seconds: number): void;
}

/** Metrics for Prometheus, in a registry of their own. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from a request to its answer.',
    labelNames: ['method', 'route'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [registry],
  });
  const total = new Counter({
    name: 'http_requests_total',
    help: 'Requests answered.',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  });
  return {
    registry,
    request(method, route, status, seconds) {
      duration.observe({ method, route }, seconds);
      total.inc({ method, route, status });
    },
  };
}
