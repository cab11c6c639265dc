import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Dockerode from 'dockerode';
import { images } from '../../dagger/src/tools/images.ts';
import { removeContainer, rootOptions, rootRights } from './engine.ts';
import { toolImage } from './images.ts';
import { ownLabels, removeLeftovers } from './owned.ts';

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

  /** Address of its container on Docker's bridge: where ports that it publishes are. */
  async address(): Promise<string> {
    const { Networks } = (await this.#container.inspect()).NetworkSettings;
    return Networks['bridge']?.IPAddress ?? '';
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
    await removeLeftovers();
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
    const stream = await exec.start({ Tty: true });
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
    await removeContainer(new Dockerode(), this.#container.id);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Privileged, or where the machine's own daemon refuses that, with every right by its name. */
async function startDaemon(folder: string): Promise<Dockerode.Container> {
  const docker = new Dockerode();
  const image = await toolImage(images.dind);
  let refusal: unknown;
  for (const way of rootRights.map(rootOptions)) {
    const container = await docker.createContainer({
      Image: image,
      Cmd: ['--host', 'unix:///run/outside/docker.sock'],
      Env: ['DOCKER_TLS_CERTDIR='],
      Labels: ownLabels(),
      HostConfig: { ...way, Binds: [`${folder}:/run/outside`] },
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
