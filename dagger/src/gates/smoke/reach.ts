import type { Finding } from '../../verdict/finding.ts';
import type { Health, Listener, SupervisorReport } from './parse.ts';

/** The endpoint that was requested, and the ports that the image exposes. */
export interface AskedEndpoint {
  readonly port: number;
  readonly healthPath: string;
  /** EXPOSE of the image. */
  readonly exposed: readonly number[];
}

/** A problem with a service, and how to fix it. */
export interface Fault {
  readonly rule: string;
  readonly message: string;
  readonly fix: string;
}

/**
 * Why a running service cannot be reached at its endpoint: it listens only on loopback, only on IPv6, or on another
 * port.
 * @returns undefined if none of these is the case
 */
export function unreachable(facts: SupervisorReport, asked: AskedEndpoint): Fault | undefined {
  const own = facts.listening.filter(({ port }) => port === asked.port);
  if (own.length === 0) return elsewhere(facts, asked);
  const where = own.map(written).join(', ');
  if (own.every(({ address }) => isLoopback(address))) {
    return {
      rule: 'health',
      message: `the service listens on ${where} alone, which no other container reaches`,
      fix: `Listen on all addresses: listen(${String(asked.port)}, '0.0.0.0').`,
    };
  }
  if (facts.healthyMs !== undefined || facts.health.last !== 'ECONNREFUSED') return undefined;
  if (own.some(({ address }) => address.includes('.'))) return undefined;
  return {
    rule: 'health',
    message: `the service listens on IPv6 alone (${where}), which pods and port forwards of IPv4 do not reach`,
    fix: `Listen on 0.0.0.0, or on :: without ipv6Only.`,
  };
}

/** The fault if nothing listens on the requested port. */
function elsewhere(
  { listening, healthyMs }: SupervisorReport,
  { port, exposed }: AskedEndpoint,
): Fault | undefined {
  if (healthyMs !== undefined || listening.length === 0) return undefined;
  const exposes = exposed.length === 0 ? '' : `; the image EXPOSEs ${exposed.join(', ')}`;
  const ports = listening.map((listener) => listener.port);
  const likely = ports.find((one) => exposed.includes(one)) ?? ports[0];
  return {
    rule: 'port',
    message: `the service listens on ${listening.map(written).join(', ')}, asked was port ${String(port)}${exposes}`,
    fix: `Give its port: --port ${String(likely)}.`,
  };
}

/** The answer of a health path other than 200, in words. */
export function answerWords({ status, last, location }: Health, healthPath: string): string {
  if (location !== undefined) return `${healthPath} answered ${last} and leads to ${location}, expected 200`;
  if (status !== 0) return `${healthPath} answered ${last}, expected 200`;
  return `${healthPath} did not answer: ${last}`;
}

function written({ address, port }: Listener): string {
  return address.includes(':') ? `[${address}]:${String(port)}` : `${address}:${String(port)}`;
}

function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1';
}

/** A fault as a finding of the gate. */
export function finding({
  fix,
  ...what
}: {
  rule: string;
  message: string;
  fix?: string | undefined;
}): Finding {
  return { tool: 'smoke', severity: 'HIGH', ...what, ...(fix === undefined ? {} : { fix }) };
}
