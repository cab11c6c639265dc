import type { Finding } from '../../verdict/finding.ts';
import type { JsonCursor } from '../../verdict/json.ts';
import { makeFinding, weaknesses } from '../../tools/make-finding.ts';
import { plainLine } from '../../verdict/plain-text.ts';
import { severityAt } from '../../tools/severity.ts';

/** A known vulnerability of an installed package. */
export function vulnerabilityOf(entry: JsonCursor, result: JsonCursor): Finding {
  const name = plainLine(entry.at('PkgName').text());
  const version = plainLine(entry.at('InstalledVersion').text());
  const fixedIn = plainLine(entry.at('FixedVersion').optionalText() ?? '');
  const path = entry.at('PkgPath').optionalText();
  const title =
    entry.at('Title').optionalText() ?? entry.at('Description').optionalText() ?? 'no description yet';
  return makeFinding({
    tool: 'trivy',
    rule: entry.at('VulnerabilityID').text(),
    severity: severityAt('trivy', entry.at('Severity')),
    message: `${name} ${version}: ${plainLine(title, 400)}`,
    file: fileOf(path, result),
    fix: fixedIn === '' ? unfixedWords(entry) : `Update ${name} to ${fixedIn}.`,
    url: entry.at('PrimaryURL').optionalText(),
    aliases: texts(entry.at('VendorIDs')),
    tags: weaknesses(texts(entry.at('CweIDs'))),
    dependency: {
      name,
      version,
      ...(path === undefined || path === '' ? {} : { path: plainLine(path) }),
      ...(fixedIn === '' ? {} : { fixedIn }),
    },
  });
}

/** A file of the image or the source; undefined for packages of the distribution, which belong to the image as a whole. */
function fileOf(path: string | undefined, result: JsonCursor): string | undefined {
  if (path !== undefined && path !== '') return path;
  return result.at('Class').optionalText() === 'lang-pkgs' ? result.at('Target').text() : undefined;
}

/** Trivy's status of a vulnerability without a fixed version, in words (its manual, "Vulnerability scanning", status). */
function unfixedWords(entry: JsonCursor): string {
  const status = entry.at('Status').optionalText();
  if (status === 'will_not_fix')
    return 'Its distribution will not fix it: remove the package or take another base.';
  if (status === 'end_of_life') return 'Its distribution no longer fixes it: take a base that is supported.';
  return 'There is no fixed version yet.';
}

/** A rule that a Dockerfile or a manifest breaks; undefined for a rule that it follows. */
export function misconfigurationOf(entry: JsonCursor, result: JsonCursor): Finding | undefined {
  if (entry.at('Status').text() !== 'FAIL') return undefined;
  const cause = entry.at('CauseMetadata');
  return makeFinding({
    tool: 'trivy',
    rule: entry.at('ID').text(),
    severity: severityAt('trivy', entry.at('Severity')),
    message: entry.at('Message').optionalText() ?? entry.at('Title').text(),
    file: result.at('Target').text(),
    line: cause.at('StartLine').optionalNumber(),
    fix: entry.at('Resolution').optionalText(),
    url: entry.at('PrimaryURL').optionalText(),
    aliases: aliasesOf(entry),
  });
}

/** Identifiers from older versions, under which an exception may still name the rule: `DS002`, `AVD-DS-0002`. */
function aliasesOf(entry: JsonCursor): string[] {
  const avd = entry.at('AVDID').optionalText();
  const namespace = /\.([A-Z]{2,5}\d{3,5})$/.exec(entry.at('Namespace').optionalText() ?? '')?.[1];
  return [avd, namespace].filter((id) => id !== undefined);
}

/** A secret in a file. The matched text is not reported, although Trivy masks it. */
export function secretOf(entry: JsonCursor, result: JsonCursor): Finding {
  return makeFinding({
    tool: 'trivy',
    rule: entry.at('RuleID').text(),
    severity: severityAt('trivy', entry.at('Severity')),
    message: `${entry.at('Title').text()} in a file`,
    file: result.at('Target').text(),
    line: entry.at('StartLine').optionalNumber(),
    fix: 'Revoke it, then take it out of the file and out of the history.',
  });
}

function texts(place: JsonCursor): string[] {
  return place.optionalItems().map((item) => item.text());
}
