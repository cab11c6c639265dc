import { everyContainer, unless, type Rule } from './rule.ts';

/** `@sha256:...`, which a registry's images are named by. */
const byDigest = /@sha256:[0-9a-f]{64}$/;
/** The tag that an image gets from its configuration's digest when it is loaded into kind: no registry knows it. */
const byConfiguration = /^[a-z0-9./-]+:sha256-[0-9a-f]{64}$/;

/** Which image runs. */
export const images: readonly Rule[] = [
  {
    name: 'image-by-digest',
    sentence: 'Every image is the one that was checked, by its digest: a tag can lead elsewhere tomorrow.',
    check: everyContainer(({ image = '' }) =>
      unless(byDigest.test(image) || byConfiguration.test(image), `its image is ${image}`),
    ),
  },
  {
    name: 'image-pull-policy',
    sentence: 'A node that has the image starts it: a registry that is down stops no restart.',
    check: everyContainer(({ imagePullPolicy }) =>
      unless(imagePullPolicy === 'IfNotPresent', `its pull policy is ${String(imagePullPolicy)}`),
    ),
  },
];

/** Where the cluster pulls from a registry, a tag is not enough, not even one made of a digest. */
export const imagesOfRegistry: Rule = {
  name: 'registry-image-by-digest',
  sentence: 'On a cluster that stays, every image comes from a registry by the digest that publish answered.',
  check: everyContainer(({ image = '' }) => unless(byDigest.test(image), `its image is ${image}`)),
};
