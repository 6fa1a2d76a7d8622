import { checkTemplate } from '../../../src/playbook/templates/check-template.ts'
import { clusterOf, factsOf } from '../../kubernetes/fixtures.ts'
import { sanitise } from '../../../src/report/text.ts'
import { Secrets } from '../../../src/report/secrets/secrets.ts'
import { cluster } from '../targets/cluster.ts'
import { factsFile } from '../targets/facts.ts'
import { hostsOf, planAndCompile } from '../targets/inputs.ts'
import { planFile } from '../targets/plan.ts'
import { playbook } from '../targets/playbook.ts'
import { knownHosts } from '../targets/ssh.ts'
import { template } from '../targets/template.ts'
import type { Target } from '../target.ts'

const MiB = 1 << 20
const ask = (target: Target, text: string) => async () => await target.run(Buffer.from(text))
const head = 'apiVersion: nodeprep.dev/v1alpha1\nkind: Cluster\nmetadata: { name: x }\nspec:\n'
const bomb = [
  'a0: &a0 [x]',
  ...Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join()}]`),
]
const merges = Array.from({ length: 40 }, (_, i) => `m${i + 1}: &m${i + 1} { <<: [*m${i}, *m${i}], k${i}: 1 }`)
const valid = `${head}  kubernetes: { version: 1.36.2 }\n  hosts: [{ name: a, address: a, role: control-plane }]\n`
const kubelet = '---\napiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n'
const book = 'apiVersion: nodeprep.dev/v1alpha1\nkind: Playbook\nmetadata: { name: x, description: x }\nsteps:\n'
const nested = (times: number, open: string, close: string) => `${open.repeat(times)}x${close.repeat(times)}`
const each = '{{#each @root.facts}}{{#each @root.facts}}'

/** Files that are large, deep, or unfold to something large. */
export const heavyFiles: Readonly<Record<string, () => Promise<string>>> = {
  'aliases: a billion laughs': ask(cluster, `${head}  ${bomb.join('\n  ')}\n`),
  'aliases: in a kubeadm document': ask(cluster, `${valid}${kubelet}${bomb.join('\n')}\n`),
  'aliases: 900 KB of text, 10,000 times': ask(
    cluster,
    `${valid}${kubelet}a: &a "${'x'.repeat(900_000)}"\nb: [${Array(10_000).fill('*a').join()}]\n`,
  ),
  'aliases: nested merges': ask(cluster, `${head}  m0: &m0 { a: b }\n  ${merges.join('\n  ')}\n`),
  'aliases: in a playbook': ask(playbook, `${book}  - id: x\n    file:\n      ${bomb.join('\n      ')}\n`),
  'aliases: in 2,000 documents': ask(cluster, valid + `---\n${bomb.slice(0, 6).join('\n')}\n`.repeat(2000)),
  'nesting: 10,000 lists': ask(cluster, `${head}  hosts: ${nested(10_000, '[', ']')}\n`),
  'nesting: 10,000 dashes': ask(playbook, `${book}${'- '.repeat(10_000)}x\n`),
  'nesting: 100,000 objects of JSON': ask(planFile, nested(100_000, '{"a":', '}')),
  'nesting: 10,000 blocks': ask(template, nested(10_000, '{{#if facts.swap}}', '{{/if}}')),
  'nesting: 10,000 subexpressions': ask(template, `{{not ${nested(10_000, '(not ', ')').replace('x', 'facts.swap')}}}`),
  '1 MiB of unknown keys': ask(cluster, head + Array.from({ length: 70_000 }, (_, i) => `  key${i}: 1\n`).join('')),
  '1 MiB of hosts': ask(cluster, `${head}  hosts:\n${'  - { name: "&", address: -x, role: w }\n'.repeat(25_000)}`),
  '1 MiB of one key': ask(cluster, `${'k'.repeat(MiB - 10)}: 1`),
  '1 MiB of braces': ask(template, '{{'.repeat(MiB / 2)),
  '1 MiB of one name': ask(template, `{{facts.${'a.'.repeat(MiB / 2 - 10)}b}}`),
  'a template without end': ask(template, nested(12, each, '{{/each}}{{/each}}')),
  '6 MB of cluster.yaml': ask(cluster, valid + '#'.repeat(6 * MiB)),
  '5 MiB of plan': ask(planFile, ' '.repeat(5 * MiB)),
  '3.9 MiB of plan': ask(planFile, `{"a":[${'1,'.repeat(1.95 * MiB)}1]}`),
  '10 MB of known_hosts': ask(knownHosts, `${'*a'.repeat(500)} ssh-ed25519 AAAA\n`.repeat(10_000)),
  'facts of 1,000 hosts': ask(
    factsFile,
    JSON.stringify(Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`h${i}`, factsOf('debian-12')]))).slice(
      0,
      -1,
    ),
  ),
  'a manifest of 8 MiB': () => {
    const content = 'a: "$(id) `id` \'"\n'.repeat((8 * MiB) / 18)
    const big = clusterOf({ cni: { kind: 'manifest', manifest: { path: '/m.yaml', content } } })
    return Promise.resolve(`planned for ${planAndCompile(big, hostsOf(big)).hosts.length} hosts`)
  },
  '1 MiB of text that looks like secrets': () => {
    for (const piece of ['-eyJ', 'eyJaaaaaaaa.', 'password', '-----BEGIN ', 'certificate-key ', 'a.', ' '])
      sanitise(new Secrets().scrub(piece.repeat(MiB / piece.length)))
    return Promise.resolve('scrubbed')
  },
  '1 MiB of odd templates': () => {
    for (const piece of ['{', '{{', '{{#if ', '{{!--', '{{a}}', '\\{{', '{{{{x}}}}', '{{"', '{{[', '{{a "'])
      checkTemplate(piece.repeat(Math.floor(MiB / piece.length)))
    return Promise.resolve('checked')
  },
}
