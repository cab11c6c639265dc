import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

/** The metrics of the service. Labels are route patterns, never ids. */
export interface Metrics {
  readonly registry: Registry;
  request(method: string, route: string, status: number, seconds: number): void;
}

/** Creates the Prometheus metrics in a registry of their own. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from a request to its response.',
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
  // One child for each set of labels, created once: creating them for every request costs more than counting.
  const children = new Map<string, (seconds: number) => void>();
  const childOf = (method: string, route: string, status: number) => {
    const time = duration.labels({ method, route });
    const count = total.labels({ method, route, status });
    return (seconds: number) => {
      time.observe(seconds);
      count.inc();
    };
  };
  return {
    registry,
    request(method, route, status, seconds) {
      const key = `${method} ${route} ${String(status)}`;
      let child = children.get(key);
      if (!child) {
        child = childOf(method, route, status);
        children.set(key, child);
      }
      child(seconds);
    },
  };
}
