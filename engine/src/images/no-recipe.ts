import { localImagesVariable } from './local-images.ts';
import { nodeMajors } from './node-recipes.ts';
import { findRecipe, recipes, tagOf } from './recipes.ts';
import { parseReference, registryHost, type ImageReference } from './reference.ts';

/** Why an image is not made from packages, and what can be done instead, in a sentence each. */
export interface WithoutRecipe {
  readonly reason: string;
  readonly next: string;
}

/** What is known of an image that no recipe makes: why that is so, and an image that can be made, where there is one. */
interface Known {
  readonly why: string;
  readonly instead?: string | undefined;
}

/** Programs that Debian does not have, whatever the tag. */
const foreign: readonly (readonly [repositories: RegExp, known: Known])[] = [
  [
    /^(mysql|mysql\/mysql-server|percona)$/,
    { why: "MySQL is not among Debian's packages", instead: 'mariadb:11.8, which speaks the same protocol' },
  ],
  [
    /^(mongo|mongodb\/mongodb-community-server)$/,
    { why: "MongoDB is not among Debian's packages, and nothing that is speaks its protocol" },
  ],
];

/** Releases of Debian that are too old for recipes, and the one that is nearest. */
const oldDebian = /(bullseye|buster|stretch|jessie)/;

/**
 * What to tell of an image that no recipe makes, on a machine that its registry does not answer: why, and what to try.
 * @param reference one for which `findRecipe` has found nothing
 */
export function withoutRecipe(reference: ImageReference): WithoutRecipe {
  const host = registryHost(reference.domain);
  const { why, instead } = whyNot(reference);
  return {
    reason: `the container registry at ${host} does not answer, and no recipe makes this image from packages${why}`,
    next: [
      ...(instead === undefined ? [] : [`Use ${instead}, or`]),
      `${instead === undefined ? 'Connect' : 'connect'} to ${host}, where it works as it is; or bring the image in by`,
      `docker load and name it in ${localImagesVariable}.`,
    ].join(' '),
  };
}

function whyNot(reference: ImageReference): Known {
  const { familiarName } = reference;
  const tag = tagOf(reference);
  if (tag === undefined) {
    return because(
      'it is named by digest alone, which does not tell what it is',
      `${familiarName}:TAG@DIGEST`,
    );
  }
  const known = foreign.find(([repositories]) => repositories.test(familiarName))?.[1];
  if (known !== undefined) return because(known.why, known.instead);
  if (/alpine/.test(tag) || familiarName === 'alpine') {
    return because(
      'it is built on Alpine, and recipes take packages of Debian',
      withoutAlpine(familiarName, tag),
    );
  }
  if (familiarName === 'node') return ofNode(tag);
  const others = recipes.filter(({ repositories }) => repositories.includes(familiarName));
  if (others.length === 0) return { why: '' };
  return because(
    `of ${familiarName} there is ${others.map(({ notes }) => notes[0]).join(' and ')}, by other tags`,
  );
}

function because(why: string, instead?: string): Known {
  return { why: `: ${why}`, instead };
}

/** The tag on Debian that is nearest to one on Alpine. */
function withoutAlpine(name: string, tag: string): string | undefined {
  const bare = tag.replace(/-?alpine[\d.]*/, '');
  const version = bare === '' ? 'latest' : bare;
  const tags = [`${version}-bookworm-slim`, version].map((one) => `${name}:${one}`);
  return firstMade(name === 'node' ? [...tags, ...usualNode] : tags);
}

/** What is used where a tag of Node leads to no image that can be made. */
const usualNode = nodeMajors.slice(0, 1).map(({ major }) => `node:${String(major)}-bookworm-slim`);

function ofNode(tag: string): Known {
  const majors = nodeMajors.map(({ major }) => String(major)).join(', ');
  const old = oldDebian.exec(tag)?.[0];
  const instead = [...(old === undefined ? [] : [`node:${tag.replace(old, 'bookworm')}`]), ...usualNode];
  return because(`recipes make Node ${majors} on Debian bookworm and trixie`, firstMade(instead));
}

function firstMade(references: readonly string[]): string | undefined {
  return references.find((reference) => findRecipe(parseReference(reference)) !== undefined);
}
