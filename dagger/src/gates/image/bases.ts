/**
 * The base images of a Dockerfile, without its own stages and `scratch`. Variables are not resolved (Dockerfile
 * reference, FROM).
 */
export function baseImages(dockerfile: string): string[] {
  const lines = [...dockerfile.matchAll(/^[ \t]*FROM[ \t]+(?:--\S+[ \t]+)*(\S+)(?:[ \t]+AS[ \t]+(\S+))?/gim)];
  const stages = new Set(['scratch', ...lines.map(([, , name = '']) => name.toLowerCase())]);
  return [...new Set(lines.map(([, image = '']) => image))].filter(
    (image) => !stages.has(image.toLowerCase()),
  );
}
