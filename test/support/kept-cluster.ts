import type { InnerDocker } from './inner-docker.ts';

/** A kind cluster that deployments made on a Docker daemon and left there, for a look and a hand in it. */
export class KeptCluster {
  readonly docker: InnerDocker;
  readonly name: string;

  constructor(docker: InnerDocker, name: string) {
    this.docker = docker;
    this.name = name;
  }

  /** The link of a chain that selects it. */
  get where(): readonly string[] {
    return ['kind', '--docker-socket', this.docker.socket, '--name', this.name];
  }

  /** Runs a command in the node of its control plane; answers what it printed. */
  inNode(...command: readonly string[]): Promise<string> {
    return this.docker.exec(`${this.name}-control-plane`, command);
  }

  /** The same for kubectl, with an administrator's rights. */
  kubectl(namespace: string, ...args: readonly string[]): Promise<string> {
    const kubectl = ['kubectl', '--kubeconfig', '/etc/kubernetes/admin.conf', '--namespace', namespace];
    return this.inNode(...kubectl, ...args);
  }

  /** Its own kubeconfig, led to its server by way of another address. */
  async kubeconfigFor(address: string): Promise<string> {
    const text = await this.inNode('cat', '/etc/kubernetes/admin.conf');
    return text
      .replaceAll('\r', '')
      .replace(/^( +)server: .*$/m, `$1server: https://${address}\n$1tls-server-name: localhost`);
  }

  /** Lets the node find a registry at another address than images are named by. */
  async mirror(registry: string, address: string): Promise<void> {
    const hosts = `[host."http://${address}"]\n  capabilities = ["pull", "resolve"]\n`;
    const folder = `/etc/containerd/certs.d/${registry}`;
    await this.inNode('sh', '-c', `mkdir -p ${folder} && printf '%s' '${hosts}' > ${folder}/hosts.toml`);
  }

  /**
   * Prepares a namespace as a production cluster has it before anything is deployed: with the messenger's Secret, and a
   * database of its own on the server that the namespace `messenger` has.
   */
  async prepareProduction(namespace: string): Promise<void> {
    const template = 'go-template={{.data.DATABASE_URL | base64decode}}';
    const url = (await this.kubectl('messenger', 'get', 'secret', 'messenger', '-o', template)).trim();
    const inside = url.replace('messenger-database:', '127.0.0.1:');
    const create = ['psql', inside, '-c', `CREATE DATABASE ${namespace}`];
    await this.kubectl('messenger', 'exec', 'messenger-database-0', '--', ...create);
    await this.kubectl('messenger', 'create', 'namespace', namespace);
    const own = url
      .replace('messenger-database:', 'messenger-database.messenger:')
      .replace(/[^/]+$/, namespace);
    const secrets = [
      `--from-literal=DATABASE_URL=${own}`,
      `--from-literal=JWT_SECRET=${'0123456789abcdef'.repeat(4)}`,
    ];
    await this.kubectl(namespace, 'create', 'secret', 'generic', 'messenger', ...secrets);
  }
}
