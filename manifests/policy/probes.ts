import type { Container, Probe } from './model.ts';
import { everyContainer, unless, type Rule } from './rule.ts';

const probesOf = ({ startupProbe, readinessProbe, livenessProbe }: Container) =>
  [startupProbe, readinessProbe, livenessProbe].filter((probe) => probe !== undefined);

/** How long a probe lets a container be silent, in seconds. */
export const patienceS = ({ periodSeconds = 10, failureThreshold = 3 }: Probe): number =>
  periodSeconds * failureThreshold;

/** What is asked, apart from how often. */
const question = ({ httpGet, tcpSocket, exec }: Probe): string =>
  JSON.stringify({ httpGet, tcpSocket, exec });

/** What Kubernetes asks the containers, and what it does with the answers. */
export const probes: readonly Rule[] = [
  {
    name: 'three-probes',
    sentence: 'Every container has a start-up, a readiness and a liveness probe.',
    check: everyContainer((container) =>
      unless(probesOf(container).length === 3, `it has ${String(probesOf(container).length)} of three`),
    ),
  },
  {
    name: 'probes-differ',
    sentence:
      'The three probes differ, and liveness asks something else than readiness: a dependency that is gone must not restart every replica.',
    check: everyContainer((container) => {
      const { readinessProbe, livenessProbe } = container;
      if (!readinessProbe || !livenessProbe) return 'a probe is missing';
      const different = new Set(probesOf(container).map((probe) => JSON.stringify(probe))).size === 3;
      return unless(
        different && question(readinessProbe) !== question(livenessProbe),
        'two probes are the same',
      );
    }),
  },
  {
    name: 'probe-by-port-name',
    sentence: 'Probes name a port of the container, so that a change of its number is made in one place.',
    check: everyContainer((container) => {
      const names = (container.ports ?? []).map(({ name }) => name);
      const asked = probesOf(container).flatMap(({ httpGet, tcpSocket }) => [httpGet?.port, tcpSocket?.port]);
      const wrong = asked.filter((port) => port !== undefined && !names.includes(String(port)));
      return unless(wrong.length === 0, `port ${wrong.join()} is no name of its ports`);
    }),
  },
  {
    name: 'patient-start',
    sentence: 'The start may take 30 s or more, because migrations run in it; liveness waits for it.',
    check: everyContainer(({ startupProbe }) =>
      unless(
        startupProbe !== undefined && patienceS(startupProbe) >= 30,
        'its start-up probe gives up early',
      ),
    ),
  },
  {
    name: 'quick-to-leave',
    sentence:
      'A replica that is not ready is out of the Service within 10 s, and before liveness restarts it.',
    check: everyContainer(({ readinessProbe, livenessProbe }) => {
      if (!readinessProbe || !livenessProbe) return 'a probe is missing';
      const leaveS = patienceS(readinessProbe);
      return unless(leaveS <= 10 && leaveS < patienceS(livenessProbe), `it stays for ${String(leaveS)} s`);
    }),
  },
  {
    name: 'no-shell-in-probes',
    sentence: 'No probe and no hook needs a shell: the image has none.',
    check: everyContainer((container) => {
      const commands = probesOf(container).flatMap(({ exec }) => exec?.command ?? []);
      return unless(!commands.some((word) => /(^|\/)(ba|da|a)?sh$/.test(word)), 'a probe runs a shell');
    }),
  },
];
