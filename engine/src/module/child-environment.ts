/** Variables that any program needs: for paths, language, time and certificates. */
const ordinary = [
  ...['PATH', 'HOME', 'USER', 'LOGNAME', 'LANG', 'LANGUAGE', 'TZ', 'TMPDIR', 'TMP', 'TEMP'],
  ...['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'NO_COLOR', 'FORCE_COLOR', 'CI'],
];

/** A module is somebody's code: tokens and keys that stand in the caller's environment are none of its business. */
export function childEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => ordinary.includes(name) || name.startsWith('LC_')),
  );
}
