import type { Command } from './commands.ts';

/** The values of an option in a command: `--ext .ts`, `--ext=.ts`. */
export function valuesOf(command: Command, option: string): string[] {
  return command.flatMap((word, index) => {
    if (word === option) return command[index + 1] ?? [];
    return word.startsWith(`${option}=`) ? word.slice(option.length + 1) : [];
  });
}
