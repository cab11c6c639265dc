import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Graph, idOf, inputsOf, typeOfId, UnknownId, type Call } from '../../src/graph/index.ts';
import { RecordStore } from '../../src/store/records.ts';
import { temporaryFolder } from '../support/temporary.ts';

const base: Call = {
  type: 'Container',
  receiver: 'Container@' + '0'.repeat(64),
  field: 'Container.withExec',
  arguments: { args: ['ls'] },
};

describe('the id of a call', () => {
  it('is the same in every process', () => {
    expect(idOf({ type: 'Directory', field: 'Query.directory', arguments: {} })).toMatchInlineSnapshot(
      `"Directory@208e423607053be1616ef008eed650be6880bca79d9272e9398775e564180c70"`,
    );
  });

  const changes: readonly (readonly [string, Partial<Call>])[] = [
    ['type', { type: 'File' }],
    ['receiver', { receiver: 'Container@' + '1'.repeat(64) }],
    ['field', { field: 'Container.withEntrypoint' }],
    ['argument', { arguments: { args: ['ls', '-l'] } }],
    ['name of an argument', { arguments: { command: ['ls'] } }],
  ];
  it.each(changes)('changes with its %s', (_, change) => {
    expect(idOf({ ...base, ...change })).not.toBe(idOf(base));
  });

  it('tells the type', () => {
    expect(typeOfId(idOf(base))).toBe('Container');
    expect(typeOfId('Container@short')).toBeUndefined();
  });
});

describe('the graph', () => {
  let place: ReturnType<typeof temporaryFolder>;
  let folder: string;
  beforeEach(() => {
    place = temporaryFolder();
    folder = place.path;
  });
  afterEach(() => place[Symbol.dispose]());

  it('finds in a later session what was saved, and all that it rests on', () => {
    const first = new Graph(new RecordStore(folder));
    const directory = first.add({ type: 'Directory', field: 'Query.directory', arguments: {} });
    const container = first.add({ type: 'Container', field: 'Query.container', arguments: {} });
    const call: Call = {
      type: 'Container',
      receiver: container,
      field: 'Container.withDirectory',
      arguments: { path: '/', source: directory },
    };
    const id = first.add(call);
    first.save(id);
    const second = new Graph(new RecordStore(folder));
    expect(second.get(id)).toEqual(call);
    expect(inputsOf(second.get(id)).map((input) => second.get(input).field)).toEqual([
      'Query.container',
      'Query.directory',
    ]);
  });

  it('does not know what was never saved', () => {
    const id = new Graph(new RecordStore(folder)).add(base);
    expect(() => new Graph(new RecordStore(folder)).get(id)).toThrow(UnknownId);
  });

  it('does not believe a record under a wrong id', () => {
    const records = new RecordStore(folder);
    const id = idOf(base);
    records.put('call', id.slice(id.indexOf('@') + 1), { ...base, arguments: { args: ['rm'] } });
    expect(() => new Graph(records).get(id)).toThrow(UnknownId);
  });
});
