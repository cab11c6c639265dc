import type { Published } from './publish.stage.ts';
import type { PublishRefusal } from './refusals.ts';
import { type Ending, endingOfRefusal, passed } from '../verdict/ending.ts';

/** The ending of a publication: the reference of the image, or the refusal. */
export function endingOfPublication(result: Published | PublishRefusal): Ending {
  return result.kind === 'published' ? passed(result.reference) : endingOfRefusal(result);
}
