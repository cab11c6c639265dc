/** What images/make.ts reports when an image is not there, or not there yet. */
const beingMade = /^(?<image>\S+): (?:making it from packages|waits for another process that makes it)/;

/**
 * The error of a session that has to make an image while the time of a test runs.
 *
 * @param line What the session reports.
 * @param file The test's file.
 * @returns Nothing when the line tells of something else.
 */
export function madeTooLate(line: string, file: string | undefined): Error | undefined {
  const image = beingMade.exec(line)?.groups?.['image'];
  if (image === undefined) return undefined;
  return new Error(
    `the image ${image} is being made while the time of a test runs: write needs('${image}') at the top of ${file ?? 'its file'}`,
  );
}
