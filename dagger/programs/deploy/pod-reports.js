/* What a person needs of the pods when a deployment failed. */
const characters = 20_000;

/** Description, events, logs and logs of the life before, of every pod in the namespace but the pipeline's own. */
export async function podReports(kube) {
  const pods = await kube.list('pods', 'app.kubernetes.io/component!=probe');
  return Promise.all(pods.map(({ metadata: { name } }) => reportOf(kube, name)));
}

async function reportOf(kube, name) {
  const text = async (args) => {
    const { exitCode, stdout, stderr } = await kube.tryTo(args);
    return (exitCode === 0 ? stdout : `(${stderr.trim()})`).slice(-characters);
  };
  const events = ['events', `--for=pod/${name}`];
  const logs = ['logs', name, '--all-containers', '--prefix'];
  const [description, said, now, before] = await Promise.all(
    [['describe', 'pod', name], events, logs, [...logs, '--previous']].map(text),
  );
  return { pod: name, description, events: said, logs: now, previousLogs: before };
}
