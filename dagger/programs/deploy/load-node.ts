/**
 * Loads a node's image, which has no name in its archive, into a Docker daemon and names it.
 *
 * Usage: node load-node.ts ARCHIVE NAME
 */
import { output, StepError } from './run/command.ts';

const [archive = '', name = ''] = process.argv.slice(2);
const said = await output(['docker', 'load', '--input', archive], { seconds: 300 });
// "Loaded image ID: sha256:..." for an image without a name, "Loaded image: NAME" for one that has one.
const loaded = /Loaded image(?: ID)?: (\S+)/.exec(said)?.[1];
if (loaded === undefined) throw new StepError(`docker load said: ${said}`);
if (loaded !== name) await output(['docker', 'tag', loaded, name]);
