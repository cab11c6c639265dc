/** Variable that names images of this machine which projects may build on, though no registry gave them. */
export const localImagesVariable = 'PIPELINE_LOCAL_IMAGES';

/** The images that the variable names, as they stand in FROM lines: commas or white space between them. */
export function localImages(environment: NodeJS.ProcessEnv): string[] {
  return (environment[localImagesVariable] ?? '').split(/[\s,]+/).filter((name) => name !== '');
}
