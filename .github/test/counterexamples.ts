/** A workflow with one change, and the rule that must see it. */
export interface Counterexample {
  readonly rule: string;
  readonly file: 'ci.yml' | 'cd.yml' | 'nightly.yml';
  /** Text of the file, and what takes its first place. */
  readonly from: string;
  readonly to: string;
}

const checkout = 'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1';
const greenPush = "github.event.workflow_run.event == 'push' &&";

/** One broken workflow or more for every rule. */
export const counterexamples: readonly Counterexample[] = [
  { rule: 'pinned-actions', file: 'ci.yml', from: checkout, to: 'actions/checkout@v7' },
  { rule: 'pinned-actions', file: 'ci.yml', from: checkout, to: checkout.replace(' # v7.0.1', '') },
  { rule: 'pinned-actions', file: 'ci.yml', from: checkout, to: checkout.replace(' # v7.0.1', ' # v7') },
  { rule: 'pinned-actions', file: 'ci.yml', from: checkout, to: checkout.replace('3d3c', '') },
  { rule: 'one-pin-each', file: 'ci.yml', from: '@3d3c42e5', to: '@00000000' },
  { rule: 'fixed-runner', file: 'ci.yml', from: 'ubuntu-24.04', to: 'ubuntu-latest' },
  {
    rule: 'dagger-installs-only',
    file: 'ci.yml',
    from: 'version: 0.21.8',
    to: 'version: 0.21.8\n          call: ci --title=${{ github.head_ref }}',
  },
  { rule: 'dagger-version', file: 'cd.yml', from: 'version: 0.21.8', to: 'version: latest' },
  {
    rule: 'read-only-by-default',
    file: 'ci.yml',
    from: 'permissions:\n  contents: read',
    to: 'permissions: write-all',
  },
  { rule: 'read-only-by-default', file: 'cd.yml', from: '  contents: read', to: '  contents: write' },
  { rule: 'read-only-by-default', file: 'nightly.yml', from: 'permissions:\n  contents: read\n', to: '' },
  { rule: 'reasons-for-rights', file: 'ci.yml', from: ' # code scanning takes the SARIF files', to: '' },
  {
    rule: 'reasons-for-rights',
    file: 'cd.yml',
    from: '    environment: publish',
    to: '    environment: publish\n    permissions: write-all',
  },
  { rule: 'no-pull-request-target', file: 'ci.yml', from: 'pull_request:', to: 'pull_request_target:' },
  {
    rule: 'no-expression-in-scripts',
    file: 'ci.yml',
    from: 'run: dagger call ci',
    to: 'run: dagger call ci --title=${{ github.event.pull_request.title }}',
  },
  {
    rule: 'no-untrusted-text',
    file: 'cd.yml',
    from: 'ref: ${{ github.event.workflow_run.head_sha }}',
    to: 'ref: ${{ github.event.workflow_run.head_branch }}',
  },
  {
    rule: 'no-untrusted-text',
    file: 'nightly.yml',
    from: '${{ github.token }}',
    to: '${{ github.head_ref }}',
  },
  { rule: 'no-credentials-kept', file: 'ci.yml', from: 'persist-credentials: false', to: 'fetch-depth: 0' },
  {
    rule: 'no-secret-for-pull-requests',
    file: 'ci.yml',
    from: 'run: dagger call ci',
    to: 'run: dagger call ci\n        env:\n          KEY: ${{ secrets.KEY }}',
  },
  {
    rule: 'no-writer-beside-code',
    file: 'ci.yml',
    from: 'uses: actions/download-artifact',
    to: 'run: npm ci #',
  },
  { rule: 'time-limits', file: 'ci.yml', from: '    timeout-minutes: 60\n', to: '' },
  { rule: 'time-limits', file: 'cd.yml', from: 'timeout-minutes: 60', to: 'timeout-minutes: 360' },
  { rule: 'concurrency', file: 'ci.yml', from: 'cancel-in-progress: true', to: 'cancel-in-progress: false' },
  { rule: 'concurrency', file: 'ci.yml', from: 'group: ci-${{ github.ref }}', to: 'group: ci' },
  { rule: 'concurrency', file: 'cd.yml', from: 'cancel-in-progress: false', to: 'cancel-in-progress: true' },
  { rule: 'ci-triggers', file: 'ci.yml', from: '  workflow_dispatch:\n', to: '' },
  { rule: 'ci-triggers', file: 'ci.yml', from: 'branches: [main]', to: 'branches: [release]' },
  {
    rule: 'report-before-verdict',
    file: 'ci.yml',
    from: 'run: dagger call report export --path=out',
    to: 'run: dagger call ci',
  },
  {
    rule: 'report-before-verdict',
    file: 'ci.yml',
    from: 'if: ${{ !cancelled() }}',
    to: 'if: ${{ success() }}',
  },
  { rule: 'report-before-verdict', file: 'cd.yml', from: 'dagger call report', to: 'dagger call plan' },
  { rule: 'proofs-nightly', file: 'nightly.yml', from: 'dagger call prove-gates', to: 'dagger call audit' },
  { rule: 'proofs-nightly', file: 'nightly.yml', from: 'dagger call prove-deploy', to: 'dagger call audit' },
  { rule: 'red-stays-red', file: 'ci.yml', from: 'run: dagger call ci', to: 'run: dagger call ci || true' },
  {
    rule: 'red-stays-red',
    file: 'nightly.yml',
    from: 'run: dagger call audit',
    to: 'run: dagger call audit\n        continue-on-error: true',
  },
  { rule: 'sarif-by-tool', file: 'ci.yml', from: 'category: ${{ matrix.tool }}', to: 'category: pipeline' },
  {
    rule: 'sarif-by-tool',
    file: 'ci.yml',
    from: 'sarif_file: out/${{ matrix.tool }}.sarif',
    to: 'sarif_file: out',
  },
  { rule: 'sarif-by-tool', file: 'ci.yml', from: '- eslint', to: '- trivy' },
  {
    rule: 'forks-are-told',
    file: 'ci.yml',
    from: 'head.repo.full_name != github.repository',
    to: 'head.repo.fork == false',
  },
  {
    rule: 'forks-are-told',
    file: 'ci.yml',
    from: ' && (github.event_name != ',
    to: ' || (github.event_name != ',
  },
  { rule: 'cd-after-green-push', file: 'cd.yml', from: greenPush, to: '' },
  { rule: 'cd-after-green-push', file: 'cd.yml', from: greenPush, to: greenPush.replace('&&', '||') },
  { rule: 'cd-after-green-push', file: 'cd.yml', from: "== 'success'", to: "!= 'failure'" },
  { rule: 'cd-after-green-push', file: 'cd.yml', from: 'workflows: [CI]', to: 'workflows: [Nightly]' },
  { rule: 'cd-after-green-push', file: 'cd.yml', from: 'workflow_run:', to: 'push:' },
  {
    rule: 'cd-of-the-checked-commit',
    file: 'cd.yml',
    from: '          ref: ${{ github.event.workflow_run.head_sha }}\n',
    to: '',
  },
  {
    rule: 'deploys-what-was-published',
    file: 'cd.yml',
    from: 'IMAGE: ${{ needs.publish.outputs.image }}',
    to: 'IMAGE: ${{ vars.IMAGE_ADDRESS }}:latest',
  },
  {
    rule: 'deploys-what-was-published',
    file: 'cd.yml',
    from: 'image: ${{ steps.published.outputs.image }}',
    to: 'image: ${{ steps.published.outputs.digest }}',
  },
  {
    rule: 'deploys-what-was-published',
    file: 'cd.yml',
    from: '"image=$image" >> "$GITHUB_OUTPUT"',
    to: '"image=$ADDRESS" >> "$GITHUB_OUTPUT"',
  },
  { rule: 'deploys-what-was-published', file: 'cd.yml', from: ' > published.txt', to: ' > other.txt' },
  {
    rule: 'deploys-what-was-published',
    file: 'cd.yml',
    from: 'deployment --image="$IMAGE"',
    to: 'deployment --image="$ADDRESS"',
  },
  {
    rule: 'deploys-what-was-published',
    file: 'cd.yml',
    from: 'needs: [publish, deploy]',
    to: 'needs: [deploy]',
  },
  {
    rule: 'proved-before-production',
    file: 'cd.yml',
    from: 'needs: [publish, deploy]',
    to: 'needs: [publish]',
  },
  { rule: 'proved-before-production', file: 'cd.yml', from: '    environment: production\n', to: '' },
  {
    rule: 'deployments-keep-their-record',
    file: 'cd.yml',
    from: 'report export --path=out\n\n      - name: Show the summary\n        if: ${{ !cancelled() && hashFiles',
    to: 'outcome > out/outcome\n\n      - name: Show the summary\n        if: ${{ !cancelled() && hashFiles',
  },
  {
    rule: 'deployments-keep-their-record',
    file: 'cd.yml',
    from: 'run: exit "$(jq .exitCode out/deployment.json)"',
    to: 'run: jq .exitCode out/deployment.json',
  },
  {
    rule: 'deployments-keep-their-record',
    file: 'cd.yml',
    from: 'name: Keep the record\n        if: ${{ !cancelled() }}',
    to: 'name: Keep the record\n        if: ${{ success() }}',
  },
];
