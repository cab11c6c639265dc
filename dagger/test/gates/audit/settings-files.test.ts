import { describe, expect, test } from 'vitest';
import { pnpmAudit } from '../../../src/gates/audit/managers/pnpm.ts';
import { yarnAudit } from '../../../src/gates/audit/managers/yarn.ts';
import { yarnClassicAudit } from '../../../src/gates/audit/managers/yarn-classic.ts';
import { bunAudit } from '../../../src/gates/audit/managers/bun.ts';

describe('the audit reads of settings only where registries are', () => {
  test('.yarnrc.yml', () => {
    const text = [
      'npmAuditIgnoreAdvisories:',
      '  - "*"',
      'npmRegistryServer: "https://registry.example"',
      'npmScopes:',
      '  team:',
      '    npmRegistryServer: "https://team.example"',
      '# a comment',
      'plugins:',
      '  - path: evil.cjs',
      '"npmAuditExcludePackages": ["lodash"]',
    ].join('\n');
    const { files, leftOut } = yarnAudit.settings({ '.yarnrc.yml': text });
    expect(files['.yarnrc.yml']).toBe(
      'npmRegistryServer: "https://registry.example"\nnpmScopes:\n  team:\n    npmRegistryServer: "https://team.example"\n',
    );
    expect(leftOut).toEqual([
      '.yarnrc.yml: npmAuditIgnoreAdvisories',
      '.yarnrc.yml: npmAuditExcludePackages',
    ]);
  });

  test.each([
    ['a carriage return', 'npmRegistryServer: x\rnpmAuditIgnoreAdvisories: ["*"]\n'],
    ['one line', '{npmRegistryServer: x, npmAuditIgnoreAdvisories: ["*"]}\n'],
    ['a key of more lines', '? npmAuditIgnoreAdvisories\n: ["*"]\n'],
    ['a merge', '<<: {npmAuditIgnoreAdvisories: ["*"]}\n'],
    ['a second document', 'npmRegistryServer: x\n---\nnpmAuditIgnoreAdvisories: ["*"]\n'],
  ])('%s of .yarnrc.yml does not bring another setting in', (_what, text) => {
    expect(yarnAudit.settings({ '.yarnrc.yml': text }).files['.yarnrc.yml']).not.toMatch(/npmAudit/);
  });

  test('pnpm-workspace.yaml, .npmrc and package.json', () => {
    const { files, leftOut } = pnpmAudit.settings({
      '.npmrc': 'audit-level=critical\n@team:registry=https://team.example\n',
      'pnpm-workspace.yaml':
        'packages: ["a"]\nauditConfig:\n  ignoreGhsas: [GHSA-1]\nregistries:\n  "@b": https://b.example\n',
      'package.json': '{"pnpm": {"auditConfig": {"ignoreCves": ["CVE-1"]}}}',
    });
    expect(files).toEqual({
      'package.json': '{"name": "audited", "version": "0.0.0", "private": true}\n',
      '.npmrc': '@team:registry=https://team.example\n',
      'pnpm-workspace.yaml': 'registries:\n  "@b": https://b.example\n',
    });
    expect(leftOut).toEqual([
      '.npmrc: audit-level',
      'pnpm-workspace.yaml: auditConfig',
      'package.json: auditConfig',
    ]);
  });

  test('.yarnrc', () => {
    const { files, leftOut } = yarnClassicAudit.settings({
      '.yarnrc': '--audit.level critical\nregistry "https://registry.example"\nyarn-path evil.js\n',
    });
    expect(files['.yarnrc']).toBe('registry "https://registry.example"\n');
    expect(leftOut).toEqual(['.yarnrc: --audit.level']);
  });

  test('bunfig.toml', () => {
    const text = [
      'preload = ["./evil.ts"]',
      '[install]',
      'registry = "https://registry.example"',
      'production = true',
      '[install.scopes]',
      '"@team" = "https://team.example"',
      '[install.security]',
      'scanner = "evil"',
    ].join('\n');
    expect(bunAudit.settings({ 'bunfig.toml': text }).files['bunfig.toml']).toBe(
      '[install]\nregistry = "https://registry.example"\n[install.scopes]\n"@team" = "https://team.example"\n',
    );
  });
});
