import { SmallProject } from './small-project.ts';
import { testImages } from './image-names.ts';

const manifest = { name: 'shop', private: true, type: 'module', scripts: { start: 'node server.js' } };

const dockerfile = `FROM ${testImages.node}
WORKDIR /app
COPY package.json *.js ./
USER 1000:1000
EXPOSE 3000
CMD ["node", "server.js"]
`;

const server = `import { createServer } from 'node:http';

const server = createServer((request, response) => {
  response.statusCode = request.url === '/' || request.url === '/healthz' ? 200 : 404;
  response.end('ok');
});
server.listen(3000);
process.once('SIGTERM', () => setTimeout(() => server.close(), 3000).unref());
`;

const worker = `const timer = setInterval(() => console.log('at work'), 5000);
process.once('SIGTERM', () => clearInterval(timer));
`;

/** It stands for a proxy: all that matters is that it comes first in the pods. */
const proxy = `const timer = setInterval(() => undefined, 5000);
process.once('SIGTERM', () => clearInterval(timer));
`;

/** It ends well only where the database is there already: that is what shows the order. */
const migrate = `import { connect } from 'node:net';

if (!process.env.PASSWORD) throw new Error('no password');
const socket = connect(5432, 'database');
socket.once('connect', () => {
  console.log('the schema is the newest');
  socket.end();
});
`;

const deployments = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: proxy
          image: shop:latest
          command: [node, proxy.js]
        - name: web
          image: shop:latest
          imagePullPolicy: Always
          ports: [{ containerPort: 3000 }]
          readinessProbe: { httpGet: { path: /healthz, port: 3000 }, periodSeconds: 1 }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: web }
  ports: [{ port: 80, targetPort: 3000 }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: worker }
spec:
  selector: { matchLabels: { app: worker } }
  template:
    metadata: { labels: { app: worker } }
    spec:
      containers: [{ name: worker, image: 'shop:latest', command: [node, worker.js] }]
`;

const migration = `apiVersion: batch/v1
kind: Job
metadata: { name: migrate }
spec:
  backoffLimit: 0
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: migrate
          image: shop:latest
          command: [node, migrate.js]
          env: [{ name: PASSWORD, valueFrom: { secretKeyRef: { name: database, key: password } } }]
`;

const database = `apiVersion: apps/v1
kind: Deployment
metadata: { name: database }
spec:
  selector: { matchLabels: { app: database } }
  template:
    metadata: { labels: { app: database } }
    spec:
      containers:
        - name: postgres
          image: ${testImages.postgres}
          ports: [{ containerPort: 5432 }]
          readinessProbe: { tcpSocket: { port: 5432 }, periodSeconds: 1 }
          env:
            - { name: POSTGRES_PASSWORD, valueFrom: { secretKeyRef: { name: database, key: password } } }
---
apiVersion: v1
kind: Service
metadata: { name: database }
spec:
  selector: { app: database }
  ports: [{ port: 5432 }]
`;

/** What the service itself is made of. */
const service = { 'package.json': manifest, Dockerfile: dockerfile, 'server.js': server };

/** The service with nothing beside it, for manifests that somebody else makes. */
export function bareShop(): SmallProject {
  return new SmallProject(service);
}

/**
 * A shop with a folder of plain YAML as people write it: a service whose pods have another container first, a worker, a
 * database that nobody gives a password, and a migration. It names no revision, and has no setting but its gates.
 */
export function shop(): SmallProject {
  return new SmallProject({
    ...service,
    'pipeline.json': { project: 'shop', gates: ['image'] },
    'proxy.js': proxy,
    'worker.js': worker,
    'migrate.js': migrate,
    'k8s/deployments.yaml': deployments,
    'k8s/migration.yaml': migration,
    'k8s/database.yaml': database,
  });
}
