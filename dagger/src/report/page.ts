import type { Measure } from '../deploy/dora/dora.ts';
import type { Deployment } from '../deploy/proof/model.ts';
import type { Verdict } from '../verdict/model.ts';
import { baselineSection } from './page/baseline.ts';
import { deploymentSection } from './page/deployment.ts';
import { doraSection } from './page/dora.ts';
import { findingsSection } from './page/findings.ts';
import { Markup, markup } from './page/markup.ts';
import { script, scriptDigest } from './page/script.ts';
import { deploymentHead, deploymentTitle, head, titleOf } from './page/head.ts';
import { coverageSection, exceptionsSection, foot, gatesSection, imagesSection } from './page/sections.ts';
import { weakenedSection } from './page/weakened.ts';
import { style, styleDigest } from './page/style.ts';
import { timeline } from './page/timeline.ts';

/** The page's Content-Security-Policy: it allows only the page's own style and script, each by its digest. */
const policy = `default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-${styleDigest}'; script-src 'sha256-${scriptDigest}'`;

/** Optional parts of the page besides the gates. */
export interface PageParts {
  /** The deployment after the gates. */
  readonly deployment?: Deployment;
  /** Measures of past deployments. */
  readonly measures?: readonly Measure[];
}

/**
 * `index.html`: the whole report as one self-contained page, readable without script, in light and dark, on a phone
 * and on paper.
 */
export function renderPage(verdict: Verdict, { deployment, measures }: PageParts = {}): string {
  const searchable = verdict.gates.some((gate) => gate.findings.length > 0);
  return page({
    title: titleOf(verdict, deployment),
    outcome: (deployment ?? verdict).outcome,
    body: markup`${head(verdict, deployment)}
<main>${deploymentSection(deployment)}${doraSection(measures)}
<section aria-labelledby="when"><h2 id="when">Timeline</h2>
${timeline(verdict)}</section>
${gatesSection(verdict)}
${findingsSection(verdict)}
${coverageSection(verdict.coverage)}
${exceptionsSection(verdict.exceptions)}
${baselineSection(verdict)}
${weakenedSection(verdict)}
${imagesSection(verdict.images)}</main>
${foot(verdict)}
${searchable ? markup`<script>${new Markup(script)}</script>` : markup``}`,
  });
}

/** The page of a deployment of a published image, whose gates ran earlier and are listed in its provenance. */
export function renderDeploymentPage(deployment: Deployment): string {
  return page({
    title: deploymentTitle(deployment),
    outcome: deployment.outcome,
    body: markup`${deploymentHead(deployment)}
<main>${deploymentSection(deployment)}</main>`,
  });
}

interface Page {
  readonly title: string;
  readonly outcome: Verdict['outcome'];
  readonly body: Markup;
}

function page({ title, outcome, body }: Page): string {
  return markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">
<title>${title}</title><style>${new Markup(style)}</style></head>
<body class="is-${outcome}"><div class="band"></div>
${body}</body></html>
`.text;
}
