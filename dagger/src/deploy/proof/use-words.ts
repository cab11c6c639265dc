import type { Cluster } from './observations.ts';

/** The Service that leads to what was deployed. */
export interface ServiceAddress {
  readonly name: string;
  readonly port: number;
}

/**
 * How to use the service on a kept kind cluster, with kind and kubectl or with Docker alone, and how to delete the
 * cluster. There are no notes for a cluster that is gone or that has another owner.
 */
export function useNotes({ kind, name, namespace }: Cluster, service: ServiceAddress): string[] {
  if (kind !== 'docker') return [];
  const node = `${name}-control-plane`;
  const forward = `--namespace ${namespace} port-forward --address 0.0.0.0 service/${service.name} 8000:${String(service.port)}`;
  return [
    `to use it: kind export kubeconfig --name ${name} && kubectl ${forward}; then http://localhost:8000`,
    `with Docker alone: docker exec ${node} kubectl --kubeconfig /etc/kubernetes/admin.conf ${forward}; then ` +
      `http://ADDRESS:8000, by the address that docker inspect ${node} tells`,
    `to go back: dagger call kind --docker-socket=/var/run/docker.sock --name=${name} rollback; ` +
      `to remove it all: dagger call kind --docker-socket=/var/run/docker.sock --name=${name} destroy`,
  ];
}
