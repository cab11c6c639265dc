import { seconds } from '../../verdict/duration.ts';
import { count } from '../../verdict/evidence.ts';
import { failed, type Line, notApplicable, passed, unavailable } from './check.ts';
import type { Drain, Nodes } from './node-facts.ts';
import { isObserved, type Observed } from './observed.ts';

/** The replicas run on as many nodes as there are for them, and on two at least. */
export function spreadCheck(nodes: Observed<Nodes>): Line {
  if (!isObserved(nodes)) return unavailable('spread', nodes.unobserved);
  const reason = nothingToSpread(nodes);
  if (reason !== undefined) return notApplicable('spread', reason);
  const { pods, admitted } = nodes;
  const used = new Set(pods.flatMap(({ node }) => node ?? []));
  // Manifests that ask for a single node do not pass: then they are what keeps the replicas together.
  const wanted = Math.max(2, Math.min(pods.length, admitted.length));
  const seen = `${count(pods.length, 'replica')} on ${count(used.size, 'node')}`;
  return used.size < wanted
    ? failed('spread', `${seen}, where ${String(wanted)} could be: ${[...used].join(', ')}`)
    : passed('spread', `${seen}: ${[...used].join(', ')}`);
}

/** A node was drained in use, the budget let one replica go at a time, and all of them were available again. */
export function drainCheck(nodes: Observed<Nodes>, drain: Observed<Drain> | undefined): Line {
  if (!isObserved(nodes)) return unavailable('drain', nodes.unobserved);
  if (!isObserved(drain)) return unavailable('drain', drain.unobserved);
  const reason = nothingToSpread(nodes) ?? foreignCluster(nodes);
  if (reason !== undefined) return notApplicable('drain', reason);
  return drain === undefined ? unavailable('drain', 'no node was drained') : drained(drain);
}

function drained(drain: Drain): Line {
  const { node, evicted, complete, waitedFor, durationMs, budget, further } = drain;
  if (!complete) return failed('drain', `${node}: waited ${seconds(durationMs)} for ${waitedFor ?? 'it'}`);
  if (budget === undefined) return failed('drain', `${node}: no PodDisruptionBudget guards the replicas`);
  if (evicted.length === 0) return unavailable('drain', `${node}: no pod was evicted`);
  const allowed = budget.disruptionsAllowed;
  if (allowed <= 1 && further === undefined) {
    return unavailable('drain', `${node}: that ${budget.name} refuses a second eviction was not tried`);
  }
  if (allowed <= 1 && further !== 'refused') {
    return failed('drain', `${node}: ${budget.name} let a second replica go while one was missing`);
  }
  const guarded = `${budget.name} allowed ${String(allowed)} at a time`;
  const gone = `${count(evicted.length, 'pod')} evicted, ${guarded}`;
  return passed('drain', `${node}: ${gone}, all replicas available after ${seconds(durationMs)}`);
}

/** Why the spread over nodes cannot be checked, because of the cluster or the manifests; undefined if it can. */
function nothingToSpread({ readable, eligible, pods }: Nodes): string | undefined {
  if (!readable) return 'the account may not read the nodes';
  if (eligible.length < 2) return 'one node: nothing to spread over';
  return pods.length < 2 ? 'one replica: nothing to spread' : undefined;
}

function foreignCluster({ ours }: Nodes): string | undefined {
  return ours ? undefined : "the cluster is not the pipeline's own: none of its nodes is drained";
}
