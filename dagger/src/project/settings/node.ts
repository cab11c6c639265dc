import type { Text } from '../../verdict/figures.ts';
import type { JsonCursor } from '../../verdict/json.ts';
import { readNode, supportedMajors } from '../facts/node-words.ts';
import { sectionAt, textAt } from './readers.ts';

/** Settings of the Node that install, lint and tests run by. At most one of `version` and `image` is named. */
export interface NodeSettings {
  /** Version of Node, such as `22`, instead of the one that is found in the project. Its major decides. */
  readonly version?: Text;
  /** An image of one's own with node and npm, instead of the pipeline's. */
  readonly image?: Text;
  /** Debian packages that are added to the pipeline's image, such as `git`. Default none. */
  readonly packages: readonly Text[];
}

/** Names of Debian packages (Debian Policy, 5.6.7). One that ends with a minus sign would be an order to apt to remove it. */
const packageName = /^[a-z0-9][a-z0-9.+-]*[a-z0-9+]$/;

/** More packages than this are an image of one's own. */
const mostPackages = 50;

/** Reads the settings of Node. */
export function nodeAt(place: JsonCursor): NodeSettings {
  const section = sectionAt(place, ['version', 'image', 'packages']);
  const version = section.at('version').optional(versionAt);
  const image = section.at('image').optional(imageAt);
  const packages = section.at('packages').optional(packagesAt) ?? [];
  if (image !== undefined && version !== undefined) {
    throw section.at('image').mismatch('no image beside a version: name one of them');
  }
  if (image !== undefined && packages.length > 0) {
    throw section.at('packages').mismatch('no packages beside an image: add them to the image itself');
  }
  return {
    ...(version === undefined ? {} : { version }),
    ...(image === undefined ? {} : { image }),
    packages,
  };
}

function versionAt(place: JsonCursor): string {
  const version = textAt(place).trim();
  const major = readNode(version)?.major;
  if (major !== undefined && supportedMajors.some((one) => one === major)) return version;
  const majors = supportedMajors.join(', ');
  throw place.mismatch(`a version of Node ${majors}, such as "${String(supportedMajors[0])}"`);
}

/** An image as a FROM line has it, without white space or a variable. */
function imageAt(place: JsonCursor): string {
  const image = textAt(place);
  if (/^[\w][\w./:@-]*$/.test(image)) return image;
  throw place.mismatch('an image such as "registry.example/team/node:22"');
}

function packagesAt(place: JsonCursor): string[] {
  const names = place.list((item) => {
    const name = textAt(item);
    if (packageName.test(name)) return name;
    throw item.mismatch('the name of a Debian package, such as "git"');
  });
  if (names.length > mostPackages) {
    throw place.mismatch(
      `at most ${String(mostPackages)} packages: build an image and name it as node.image`,
    );
  }
  return [...new Set(names)].sort();
}
