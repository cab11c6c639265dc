import type { Finding } from '../../verdict/model.ts';
import type { Health, Listener, SupervisorReport } from './parse.ts';

/** Where a service was asked, and which ports its image says that it listens on. */
export interface AskedEndpoint {
  readonly port: number;
  readonly healthPath: string;
  /** EXPOSE of the image. */
  readonly exposed: readonly number[];
}

/** What is wrong with where a service can be reached, and what to do about it. */
export interface Fault {
  readonly rule: string;
  readonly message: string;
  readonly fix: string;
}

/**
 * Why a service that is up cannot be reached where it is asked: it listens on loopback or on IPv6 alone, or on another
 * port.
 * @returns undefined where none of that is so
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

/** Nothing listens on the port that was asked. */
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

/** What a health path answered in place of 200, in words. */
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
