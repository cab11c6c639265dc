import { argument, receiverOf, type Fields, type Leaves } from './field.ts';

/** The fields that answer a secret, or a socket of this machine. */
export const secretFields: Fields = {
  'Query.setSecret': (_, call) =>
    Promise.resolve({
      kind: 'secret',
      secret: { name: argument.text(call, 'name'), key: argument.text(call, 'key') },
    }),
  'Host.unixSocket': (_, call) => Promise.resolve({ kind: 'socket', path: argument.text(call, 'path') }),
};

/** The fields of Secret that answer plain data. */
export const secretLeaves: Leaves = {
  'Secret.name': async (evaluation, call) => (await evaluation.secret(receiverOf(call))).name,
  'Secret.plaintext': async (evaluation, call) =>
    evaluation.context.secrets.text(await evaluation.secret(receiverOf(call))),
};
