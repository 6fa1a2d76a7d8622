import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { load } from 'js-yaml'
import { beforeAll, expect, test } from 'vitest'
import { parseCluster } from '../../src/config/load.ts'
import { clusterSchema } from '../../src/config/schema/cluster.ts'
import { isLiteral } from '../../src/playbook/literal-keys.ts'
import { prelude } from '../../src/program/assets.ts'
import { compile } from '../../src/program/compile.ts'
import { raw } from '../../src/shell/sh.ts'
import { stepKinds } from '../../src/steps/index.ts'
import { factsOf } from '../kubernetes/fixtures.ts'
import { CANARY, hostileValues } from './hostile.ts'
import { checkProblems } from './judge.ts'
import { textPlaces, withValue, type Place } from './places.ts'
import { hostsOf, planAndCompile } from './targets/inputs.ts'

const shells = [['dash'], ['bash', '--posix'], ['busybox', 'ash']] as const
const canaries = () => execFileSync('sh', ['-c', `ls ${CANARY}* 2>/dev/null || :`]).toString()

beforeAll(() => {
  for (const name of canaries().split('\n').filter(Boolean)) rmSync(name)
})

/** Reads and runs a script in every shell; a value that got out of its quotes would touch its canary. */
function inShells(script: string): void {
  for (const [program, ...options] of shells)
    execFileSync(program, [...options], { input: script, stdio: ['pipe', 'ignore', 'pipe'], cwd: '/', timeout: 20_000 })
  expect(canaries()).toBe('')
}

const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'
const surroundings = { home: '/home/me', readManifest: () => `kind: Namespace\n${PEM}` }
const base = {
  apiVersion: 'nodeprep.dev/v1alpha1',
  kind: 'Cluster',
  metadata: { name: 'demo' },
  spec: {
    kubernetes: { version: '1.36.2' },
    mirror: {},
    hosts: [{ name: 'cp1', address: '192.0.2.1', role: 'control-plane' }],
  },
}

const clusterPlaces = textPlaces(clusterSchema).filter((place) => !place.includes('KEY'))

test('the schema of cluster.yaml has its text at many places', () => {
  expect(clusterPlaces.length).toBeGreaterThan(40)
})

test.each(clusterPlaces.map((place) => [place.join('.'), place] as const))(
  'a hostile %s is refused at its place, or stays data',
  (_name, place) => {
    // What stays on the client makes the same program again and again.
    const scripts = new Set(hostileValues.flatMap((value) => programsWith(place, value)))
    inShells([...scripts].join('\n'))
  },
  120_000,
)

/** The programs of a cluster that took the value, with everything defined and nothing run. */
function programsWith(place: Place, value: string): string[] {
  return [whole(place, value), ...(place[1] === 'registries' ? [withRegistry(place, value)] : [])].flatMap(programsOf)
}

const whole = (place: Place, value: string) =>
  place[1] === 'hosts' ? withHost(place, value) : withValue(base, place, value)

function programsOf(cluster: unknown): string[] {
  const text = JSON.stringify(cluster, null, 1)
  const result = parseCluster(text, 'cluster.yaml', surroundings)
  if ('problems' in result) {
    checkProblems(result.problems, { 'cluster.yaml': text })
    return []
  }
  const plan = planAndCompile(result.cluster, hostsOf(result.cluster))
  // All but the prelude's own work: what is left are definitions, which an escaped value would end.
  const nothing = 'np_begin() { :; }; np_step() { :; }; np_look() { :; }; np_look_units() { :; }; np_end() { :; }'
  return plan.hosts.map((host) =>
    compile(host, { mode: 'apply', nonce: 'n', run: 'r', who: 'me' }).replace('\nnp_begin\n', `\n${nothing}\n`),
  )
}

function withHost(place: Place, value: string): unknown {
  const host = withValue(base.spec.hosts[0], place.slice(3), value)
  return { ...base, spec: { ...base.spec, hosts: [host] } }
}

/** In a registry with everything, for containerd: what of it CRI-O can be told too is written by the same templates or less. */
function withRegistry(place: Place, value: string): unknown {
  const access = {
    caFile: 'ca.pem',
    clientCert: { certFile: 'client.pem', keyFile: 'client.key' },
    auth: { username: 'me', passwordEnv: 'A' },
  }
  const mirror = { url: 'https://m.example/v2/docker.io', overridePath: true, headers: { 'X-Team': 'a' }, ...access }
  const registry = withValue(
    { host: 'r.example', server: 'https://s.example', mirrors: [mirror], ...access },
    place.slice(3),
    value,
  )
  return { ...base, spec: { ...base.spec, runtime: { kind: 'containerd' }, registries: [registry] } }
}

const facts = factsOf('debian-12', { files: { '/etc/containers/containers.conf': '' } })
const entries = [...stepKinds.values()].map((kind) => {
  const example = load(kind.example) as Readonly<Record<string, unknown>>
  return { kind, params: example[kind.kind] }
})
const stepPlaces = entries.flatMap(({ kind, params }) =>
  textPlaces(kind.params)
    .filter((place) => !isLiteral(kind.kind, String(place[0])))
    .map((place) => [`${kind.kind} ${place.join('.')}`, kind, params, place] as const),
)

test.each(stepPlaces)(
  'a hostile %s is refused, or reaches the shell as one quoted word',
  (_name, kind, params, place) => {
    const functions = hostileValues.flatMap((value, i) => {
      const checked = kind.params.safeParse(withValue(params, place, value))
      if (!checked.success) return []
      const env = { facts, content: raw('content'), provides: ['a'] }
      const [check, apply] = [kind.check(checked.data, env).text, kind.apply(checked.data, env).text]
      const run = kind.kind === 'command' || kind.kind === 'wait' ? ':' : `(c_${i}) >/dev/null 2>&1 </dev/null || :`
      return [`c_${i}() {\n${check}\n}\na_${i}() {\n${apply}\n}\n${run}`]
    })
    inShells(['NP_NONCE=n NP_MODE=check NP_RUN=/nonexistent NP_STATE=/nonexistent', prelude(), ...functions].join('\n'))
  },
  120_000,
)
