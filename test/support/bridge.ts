import { execFileSync } from 'node:child_process';

/**
 * Address of this machine on Docker's default bridge. Node lists no interface that is without a carrier, as the bridge
 * is while no container is on it: so Docker is asked. Some daemons do not say the gateway, which is then the first
 * address of the subnet.
 */
export function bridgeAddress(): string {
  const format = '{{with index .IPAM.Config 0}}{{.Gateway}} {{.Subnet}}{{end}}';
  const said = execFileSync('docker', ['network', 'inspect', 'bridge', '--format', format], {
    encoding: 'utf8',
    timeout: 30_000,
  });
  const [gateway = '', subnet = ''] = said.trimEnd().split(' ');
  return gateway === '' ? subnet.replace(/\.\d+\/\d+$/, '.1') : gateway;
}
