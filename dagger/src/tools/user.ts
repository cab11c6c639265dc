/** The user who runs a project's tests, as on a developer's machine: `node` in Node's images, by number in all others. */
export const ordinary = { id: '1000:1000', home: '/home/node' } as const;

/**
 * A command of root's, after which the source and a home belong to the ordinary user. It is one step with what installs the
 * packages: their files are new there, so that giving them away costs a fraction of a second. In a step of its own each of
 * them would be copied. An image without such a user gets an account, because programs ask for its name.
 */
export function handingOver(command: readonly string[]): string[] {
  const [uid = ''] = ordinary.id.split(':');
  const script = [
    '"$@" || exit',
    `grep -q '^[^:]*:[^:]*:${uid}:' /etc/passwd || echo 'tests:x:${ordinary.id}::${ordinary.home}:/bin/sh' >> /etc/passwd`,
    // Tools keep caches there, in a project without packages too.
    `mkdir -p ${ordinary.home} /src/node_modules && chown -Rh ${ordinary.id} ${ordinary.home} /src`,
  ];
  return ['sh', '-c', script.join('\n'), 'sh', ...command];
}
