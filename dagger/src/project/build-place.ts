/** Where an image is built: the folder that the Dockerfile copies from, and the Dockerfile in it. */
export interface BuildPlace {
  /** Path of the folder in the source; `.` for the source. */
  readonly context: string;
  /** Path of the Dockerfile in that folder. */
  readonly dockerfile: string;
  /** A Dockerfile that is outside of the folder, and the path in it that it is copied to. */
  readonly outside?: { readonly from: string; readonly as: string };
}

/** Name of a Dockerfile in a folder that it is not of: no file of the project is called so. */
const copied = '.pipeline.Dockerfile';

/**
 * Where an image is built. An engine takes a Dockerfile from the folder that it builds in, so that one from another place is
 * copied into it (docker build takes `--file` from anywhere).
 * @param dockerfile path in the source
 * @param context path in the source
 */
export function buildPlace(dockerfile: string, context = '.'): BuildPlace {
  if (context === '.') return { context, dockerfile };
  if (dockerfile.startsWith(`${context}/`))
    return { context, dockerfile: dockerfile.slice(context.length + 1) };
  return { context, dockerfile: copied, outside: { from: dockerfile, as: copied } };
}
