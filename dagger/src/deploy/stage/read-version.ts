import type { Version } from '../proof/model.ts';
import type { DeployedImage, Expected } from '../proof/observations.ts';
import type { Offers } from '../proof/offers.ts';
import { booleanAt, ifPresent, objectAt, oneOf, textAt } from '../../verdict/read-object.ts';

/** An image by its name and what identifies it. */
export const deployedImageAt = objectAt<DeployedImage>({
  reference: textAt,
  configuration: ifPresent(textAt),
  manifest: ifPresent(textAt),
});

/** A version as the cluster keeps it. */
export const versionAt = objectAt<Version>({ revision: textAt, image: deployedImageAt });

/** A version with the replicas that it should have. */
export const expectedAt = objectAt<Expected>({
  revision: textAt,
  image: deployedImageAt,
  replicas: (place) => place.numberWithin({ from: 0, to: 100_000 }),
  offers: objectAt<Offers>({
    strategy: oneOf(['RollingUpdate', 'Recreate'] as const),
    readinessProbe: booleanAt,
    memoryLimit: booleanAt,
    networkPolicy: oneOf(['forbids', 'allows', 'none'] as const),
  }),
});
