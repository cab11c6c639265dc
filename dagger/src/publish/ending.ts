import type { Published } from './publish.stage.ts';
import type { PublishRefusal } from './refusals.ts';
import { type Ending, endingOfRefusal, passed } from '../verdict/ending.ts';

/** How a publication ends: with the reference of the image, or as its refusal says. */
export function endingOfPublication(result: Published | PublishRefusal): Ending {
  return result.kind === 'published' ? passed(result.reference) : endingOfRefusal(result);
}
