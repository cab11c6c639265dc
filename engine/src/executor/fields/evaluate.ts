import { inputsOf, typeOfId, type Graph } from '../../graph/index.ts';
import { fields } from './all.ts';
import { tracked, type Context } from '../session/context.ts';
import { ImageGone, Refused } from '../common/errors.ts';
import { argument, type Evaluation } from './field.ts';
import type {
  ChangesValue,
  ContainerValue,
  FileValue,
  GitValue,
  SecretValue,
  ServiceValue,
  Value,
} from '../common/values.ts';
import type { Tree } from '../../store/tree.ts';

/** The most attempts for work whose images go away. */
const mostAttempts = 5;

/**
 * Evaluates a session's objects: each once, however many ask for it, at once or later.
 */
export class Evaluator implements Evaluation {
  readonly context: Context;
  readonly graph: Graph;
  readonly #values = new Map<string, Promise<Value>>();
  /** Objects all of whose secrets are known. */
  readonly #usable = new Set<string>();

  /**
   * @param context What the session's evaluations share.
   * @param graph Where calls are found by their ids.
   */
  constructor(context: Context, graph: Graph) {
    this.context = context;
    this.graph = graph;
  }

  /** The value of an object. Errors are not kept: who asks again tries again. */
  value(id: string): Promise<Value> {
    const known = this.#values.get(id);
    if (known) return known;
    const call = this.graph.get(id);
    const field = fields[call.field];
    if (!field) throw new Refused(`the local engine cannot evaluate ${call.field}`);
    const value = field(this, call);
    this.#values.set(id, value);
    value.catch(() => this.#values.delete(id));
    return value;
  }

  /**
   * Makes sure that this session has the texts of all secrets that an object rests on. A result of an earlier session may
   * name an object whose secret the module made then: its function has to run again.
   *
   * @throws {Error} It does not have one of them.
   */
  requireSecrets(id: string): void {
    if (this.#usable.has(id)) return;
    const call = this.graph.get(id);
    if (call.field === 'Query.setSecret') {
      this.context.secrets.text({ name: argument.text(call, 'name'), key: argument.text(call, 'key') });
    }
    for (const input of inputsOf(call)) this.requireSecrets(input);
    this.#usable.add(id);
  }

  async container(id: string): Promise<ContainerValue> {
    const value = await this.value(id);
    return value.kind === 'container' ? value.container : wrongKind(id, 'Container');
  }

  async tree(id: string): Promise<Tree> {
    const value = await this.value(id);
    return value.kind === 'directory' ? value.tree : wrongKind(id, 'Directory');
  }

  async file(id: string): Promise<FileValue> {
    const value = await this.value(id);
    return value.kind === 'file' ? value.file : wrongKind(id, 'File');
  }

  async secret(id: string): Promise<SecretValue> {
    const value = await this.value(id);
    return value.kind === 'secret' ? value.secret : wrongKind(id, 'Secret');
  }

  async service(id: string): Promise<ServiceValue> {
    const value = await this.value(id);
    return value.kind === 'service' ? value.service : wrongKind(id, 'Service');
  }

  async volume(id: string): Promise<string> {
    const value = await this.value(id);
    return value.kind === 'cache-volume' ? value.volume : wrongKind(id, 'CacheVolume');
  }

  async socket(id: string): Promise<string> {
    const value = await this.value(id);
    return value.kind === 'socket' ? value.path : wrongKind(id, 'Socket');
  }

  async git(id: string): Promise<GitValue> {
    const value = await this.value(id);
    return value.kind === 'git' ? value.git : wrongKind(id, 'GitRepository');
  }

  async changes(id: string): Promise<ChangesValue> {
    const value = await this.value(id);
    return value.kind === 'changeset' ? value.changes : wrongKind(id, 'Changeset');
  }

  /**
   * Does what needs images of the cache, and again when one of them turns out to be gone: somebody may prune Docker at
   * any time. A few times at most: whoever removes images as fast as they are made gets the error.
   */
  async retrying<Result>(work: () => Promise<Result>): Promise<Result> {
    return tracked(this.context, this.#attempt(work, mostAttempts));
  }

  async #attempt<Result>(work: () => Promise<Result>, attempts: number): Promise<Result> {
    try {
      this.context.signal.throwIfAborted();
      return await work();
    } catch (error) {
      if (!(error instanceof ImageGone) || attempts <= 1) throw error;
      this.context.gone.add(error.image);
      this.#values.clear();
      return this.#attempt(work, attempts - 1);
    }
  }
}

function wrongKind(id: string, expected: string): never {
  throw new Refused(`${typeOfId(id) ?? 'this'} is not a ${expected}: give the id of a ${expected}`);
}
