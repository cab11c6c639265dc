import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Dockerode from 'dockerode';
import { rootOptions, rootRights } from '../../../engine/src/executor/root-rights.ts';
import { resolveImage } from '../../../engine/src/images/index.ts';

const startMs = 60_000;

/** A Docker daemon in a container, by its socket: a caller's Docker, on which clusters may be made and left. */
export class InnerDocker implements AsyncDisposable {
  readonly #container: Dockerode.Container;
  readonly #folder: string;

  private constructor(container: Dockerode.Container, folder: string) {
    this.#container = container;
    this.#folder = folder;
  }

  /** Path of the socket on this machine. */
  get socket(): string {
    return join(this.#folder, 'docker.sock');
  }

  /** A client of this daemon. */
  get client(): Dockerode {
    return new Dockerode({ socketPath: this.socket });
  }

  /**
   * Starts one, and waits until it answers.
   *
   * @throws the daemon's own error where it grants no container every right
   */
  static async start(): Promise<InnerDocker> {
    const folder = mkdtempSync(join(tmpdir(), 'inner-docker-'));
    chmodSync(folder, 0o755);
    const inner = new InnerDocker(await startDaemon(folder), folder);
    for (const deadline = Date.now() + startMs; !(await inner.#answers()); await pause(200)) {
      if (Date.now() > deadline) throw new Error('the inner Docker daemon does not answer');
    }
    return inner;
  }

  /** Runs a command in a container of this daemon; answers what it printed. */
  async exec(name: string, command: readonly string[]): Promise<string> {
    const exec = await this.client
      .getContainer(name)
      .exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true, Tty: true });
    const stream = await exec.start({});
    let text = '';
    for await (const chunk of stream) text += String(chunk);
    return text;
  }

  async #answers(): Promise<boolean> {
    return this.client.ping().then(
      () => true,
      () => false,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#container.remove({ force: true, v: true });
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Privileged, or where the machine's own daemon refuses that, with every right by its name. */
async function startDaemon(folder: string): Promise<Dockerode.Container> {
  const docker = new Dockerode();
  const { imageId } = await resolveImage(docker, 'docker:29-dind');
  let refusal: unknown;
  for (const rights of rootRights) {
    const container = await docker.createContainer({
      Image: imageId,
      Cmd: ['--host', 'unix:///run/outside/docker.sock'],
      Env: ['DOCKER_TLS_CERTDIR='],
      HostConfig: { ...rootOptions(rights), Binds: [`${folder}:/run/outside`] },
    });
    try {
      await container.start();
      return container;
    } catch (error) {
      refusal = error;
      await container.remove({ force: true, v: true });
    }
  }
  throw refusal;
}
