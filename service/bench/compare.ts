import { runLoad, type Figures, type Load } from './load.ts';
import type { Contender, Running } from './servers.ts';
import type { Work } from './works.ts';

const rounds = 3;

/** The figures of one server for one kind of work. */
export interface Line extends Figures {
  readonly server: string;
  readonly work: string;
  readonly connections: number;
  /** Processor time of the server for a request, in microseconds. */
  readonly cpuUs: number;
}

/** A server that runs. */
export interface Started {
  readonly contender: Contender;
  readonly server: Running;
}

const middle = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** Measures one kind of work at one concurrency: all servers in turn for some rounds, and the median of each figure. */
export async function compare(
  started: readonly Started[],
  work: Work,
  { connections, durationMs }: Pick<Load, 'connections' | 'durationMs'>,
) {
  const { request, status, work: name } = work;
  const results = new Map<string, (Figures & { cpuUs: number })[]>();
  for (let round = 0; round < rounds; round += 1)
    for (const { contender, server } of started) {
      const before = server.cpuMs();
      const figures = await runLoad({ port: server.port, request, status, connections, durationMs });
      if (figures.wrong > 0)
        throw new Error(`${contender.name}: ${String(figures.wrong)} wrong answers to ${name}`);
      const cpuUs = ((server.cpuMs() - before) * 1e6) / (figures.perSecond * durationMs);
      results.set(contender.name, [...(results.get(contender.name) ?? []), { ...figures, cpuUs }]);
    }
  return [...results].map(([server, all]): Line => ({
    server,
    work: name,
    connections,
    wrong: 0,
    perSecond: middle(all.map((figures) => figures.perSecond)),
    p50Ms: middle(all.map((figures) => figures.p50Ms)),
    p99Ms: middle(all.map((figures) => figures.p99Ms)),
    cpuUs: middle(all.map((figures) => figures.cpuUs)),
  }));
}
