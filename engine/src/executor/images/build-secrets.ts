import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import {
  Server,
  ServerCredentials,
  status,
  type handleUnaryCall,
  type MethodDefinition,
} from '@grpc/grpc-js';
import type Dockerode from 'dockerode';
import type { ImageBuildOptions } from 'dockerode';
import type { DialOptions } from 'docker-modem';
import protobuf from 'protobufjs';
import { z } from 'zod';

/**
 * The messages that BuildKit asks a client by, as far as it asks for secrets (moby/buildkit, session/secrets/secrets.proto;
 * grpc/health/v1/health.proto).
 */
const { root } = protobuf.parse(`syntax = "proto3";
  message SecretRequest { string ID = 1; }
  message SecretResponse { bytes data = 1; }
  message HealthRequest { string service = 1; }
  message HealthResponse { int32 status = 1; }`);

const secretsService = '/moby.buildkit.secrets.v1.Secrets/GetSecret';
/** BuildKit asks each second, and ends a session that does not answer. */
const healthService = '/grpc.health.v1.Health/Check';
const serving = 1;

const requestShape = z.object({ ID: z.string().default('') });

/** A method of the server by the names of its messages. */
function method(path: string, request: string, response: string): MethodDefinition<object, object> {
  const [asked, answered] = [root.lookupType(request), root.lookupType(response)];
  return {
    path,
    requestStream: false,
    responseStream: false,
    requestSerialize: (message) => Buffer.from(asked.encode(message).finish()),
    requestDeserialize: (bytes) => asked.toObject(asked.decode(bytes)),
    responseSerialize: (message) => Buffer.from(answered.encode(message).finish()),
    responseDeserialize: (bytes) => answered.toObject(answered.decode(bytes)),
  };
}

/** A server that gives secrets to those who ask for them by name. */
function serverOf(secrets: ReadonlyMap<string, string>): Server {
  const secret: handleUnaryCall<object, object> = ({ request }, answer) => {
    const { ID: id } = requestShape.parse(request);
    const text = secrets.get(id);
    // NotFound is what lets a step that does not require the secret go without it.
    if (text === undefined) answer({ code: status.NOT_FOUND, details: `no secret is called ${id}` });
    else answer(null, { data: Buffer.from(text) });
  };
  const health: handleUnaryCall<object, object> = (_, answer) => {
    answer(null, { status: serving });
  };
  const server = new Server();
  server.addService(
    {
      secret: method(secretsService, 'SecretRequest', 'SecretResponse'),
      health: method(healthService, 'HealthRequest', 'HealthResponse'),
    },
    { secret, health },
  );
  return server;
}

/**
 * Asks for a build that may use secrets. They reach BuildKit by a session beside the build (`docker build --secret`), and
 * with it the steps that mount them: they are in no layer and no key of its cache.
 * @param archive the context
 * @param options of `POST /build`
 * @param secrets texts by the ids that the Dockerfile mounts them by
 * @param follow reads the answer to its end; the session lasts until then
 */
export async function buildWithSecrets<Result>(
  docker: Dockerode,
  { archive, options, secrets }: SecretBuild,
  follow: (answer: NodeJS.ReadableStream) => Promise<Result>,
): Promise<Result> {
  // Dockerode opens a session of its own for each build, in which nobody answers for secrets.
  if (secrets.size === 0) return follow(await docker.buildImage(archive, options));
  const session = randomUUID();
  const socket = await dial<Duplex>(docker, sessionRequest(session));
  const server = serverOf(secrets);
  server.createConnectionInjector(ServerCredentials.createInsecure()).injectConnection(socket);
  try {
    return await follow(
      await dial<NodeJS.ReadableStream>(docker, buildRequest({ archive, options, session })),
    );
  } finally {
    server.forceShutdown();
    socket.destroy();
  }
}

/** A build, and the secrets that its steps may mount. */
export interface SecretBuild {
  readonly archive: NodeJS.ReadableStream;
  readonly options: ImageBuildOptions;
  readonly secrets: ReadonlyMap<string, string>;
}

const statusCodes = { 200: true, 500: 'server error' };

/** Opens a session, on whose connection the daemon is the one that asks (Docker Engine API, "POST /session"). */
function sessionRequest(session: string): DialOptions {
  return {
    method: 'POST',
    path: '/session',
    hijack: true,
    headers: {
      Upgrade: 'h2c',
      'X-Docker-Expose-Session-Uuid': session,
      'X-Docker-Expose-Session-Name': 'build',
      'X-Docker-Expose-Session-Grpc-Method': secretsService,
    },
    statusCodes,
  };
}

function buildRequest({
  archive,
  options: { abortSignal, ...options },
  session,
}: Pick<SecretBuild, 'archive' | 'options'> & { readonly session: string }): DialOptions {
  return {
    method: 'POST',
    path: '/build?',
    file: archive,
    options: { ...options, session },
    ...(abortSignal === undefined ? {} : { abortSignal }),
    isStream: true,
    statusCodes,
  };
}

/** Asks the daemon. The client answers what the request says that it is. */
function dial<Answer>({ modem }: Dockerode, request: DialOptions): Promise<Answer> {
  return new Promise((resolve, reject) => {
    modem.dial(request, (error: Error | null, answer: unknown) => {
      if (error === null) resolve(answer as Answer);
      else reject(error);
    });
  });
}
