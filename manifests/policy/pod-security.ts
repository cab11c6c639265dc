import { everyContainer, everyWorkload, unless, type Rule } from './rule.ts';

/** What a process in a pod may do to its node: nothing. */
export const podSecurity: readonly Rule[] = [
  {
    name: 'non-root',
    sentence:
      'Every container runs as a user by number that is not root, and Kubernetes refuses it otherwise.',
    check: everyContainer((container, { spec }) => {
      const pod = spec.template.spec.securityContext;
      const user = container.securityContext?.runAsUser ?? pod?.runAsUser ?? 0;
      const refused = container.securityContext?.runAsNonRoot ?? pod?.runAsNonRoot ?? false;
      return unless(user > 0 && refused, `user ${String(user)}, runAsNonRoot ${String(refused)}`);
    }),
  },
  {
    name: 'read-only-root',
    sentence: 'The root file system is read-only: what breaks in can leave nothing behind.',
    check: everyContainer(({ securityContext }) =>
      unless(securityContext?.readOnlyRootFilesystem === true, 'its root file system is writable'),
    ),
  },
  {
    name: 'no-capabilities',
    sentence: 'All capabilities are dropped and none is added: neither program needs one.',
    check: everyContainer(({ securityContext }) => {
      const { drop = [], add = [] } = securityContext?.capabilities ?? {};
      return unless(drop.includes('ALL') && add.length === 0, `drops [${drop.join()}], adds [${add.join()}]`);
    }),
  },
  {
    name: 'no-privilege-escalation',
    sentence: 'No process gets more rights than its parent, and none is privileged.',
    check: everyContainer(({ securityContext }) =>
      unless(
        securityContext?.allowPrivilegeEscalation === false && securityContext.privileged !== true,
        'it may escalate its privileges',
      ),
    ),
  },
  {
    name: 'seccomp',
    sentence: "The runtime's seccomp profile is on: without a word Kubernetes leaves it off.",
    check: everyContainer(({ securityContext }, { spec }) => {
      const profile = securityContext?.seccompProfile ?? spec.template.spec.securityContext?.seccompProfile;
      return unless(profile?.type === 'RuntimeDefault', `its profile is ${profile?.type ?? 'not set'}`);
    }),
  },
  {
    name: 'no-host-namespaces',
    sentence: "No pod sees its node's network, processes or shared memory.",
    check: everyWorkload(({ spec }) => {
      const { hostNetwork, hostPID, hostIPC } = spec.template.spec;
      return unless(!hostNetwork && !hostPID && !hostIPC, 'it shares a namespace with its node');
    }),
  },
  {
    name: 'no-account-token',
    sentence: "No pod has a token for the cluster's API: nothing here talks to it.",
    check: everyWorkload(({ spec }) => {
      const { automountServiceAccountToken: mounted, serviceAccountName: account = 'default' } =
        spec.template.spec;
      return unless(mounted === false && account !== 'default', `account ${account}, token mounted`);
    }),
  },
  {
    name: 'no-service-links',
    sentence: 'No pod gets the addresses of every Service as variables: names come from DNS.',
    check: everyWorkload(({ spec }) =>
      unless(spec.template.spec.enableServiceLinks === false, 'service links are on'),
    ),
  },
  {
    name: 'writable-tmp',
    sentence: 'Every container has a /tmp of its own, since its root is read-only.',
    check: everyContainer(({ volumeMounts = [] }, { spec }) => {
      const mount = volumeMounts.find(({ mountPath }) => mountPath === '/tmp');
      const volume = spec.template.spec.volumes?.find(({ name }) => name === mount?.name);
      return unless(volume?.emptyDir !== undefined, 'it has no emptyDir on /tmp');
    }),
  },
  {
    name: 'bounded-volumes',
    sentence: 'Every emptyDir has a limit, so that no pod fills the disk of its node.',
    check: everyWorkload(({ spec }) => {
      const open = (spec.template.spec.volumes ?? []).filter(
        ({ emptyDir }) => emptyDir !== undefined && emptyDir.sizeLimit === undefined,
      );
      return unless(open.length === 0, `no limit on ${open.map(({ name }) => name).join()}`);
    }),
  },
];
