import { changesetActions, changesetFields, changesetLeaves } from './changeset.ts';
import { containerActions, containerFields, containerLeaves } from './container.ts';
import { directoryActions, directoryFields, directoryLeaves } from './directory.ts';
import { fileActions, fileFields, fileLeaves } from './file.ts';
import { gitFields, gitLeaves } from './git.ts';
import { secretFields, secretLeaves } from './secret.ts';
import { serviceActions, serviceFields, serviceLeaves } from './service.ts';
import type { Actions, Fields, Leaves } from './field.ts';

/** The evaluation of each field that answers an object, by `Type.field`. */
export const fields: Fields = {
  ...changesetFields,
  ...containerFields,
  ...directoryFields,
  ...fileFields,
  ...gitFields,
  ...secretFields,
  ...serviceFields,
};

/** The evaluation of each field that answers plain data, by `Type.field`. */
export const leaves: Leaves = {
  ...changesetLeaves,
  ...containerLeaves,
  ...directoryLeaves,
  ...fileLeaves,
  ...gitLeaves,
  ...secretLeaves,
  ...serviceLeaves,
};

/** The work of each field that answers the id of its own object, by `Type.field`. */
export const actions: Actions = {
  ...changesetActions,
  ...containerActions,
  ...directoryActions,
  ...fileActions,
  ...serviceActions,
};
