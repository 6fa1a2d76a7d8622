import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packageCopy } from '../bench/package-copy.ts'
import { writeCluster } from '../e2e/cluster-file.ts'
import type { Lab } from '../lab/lab.ts'
import { run } from '../lab/run.ts'
import { unique, type Canary } from './canary.ts'

/** Hosts, inputs and secrets of a run: everything is made anew and known to nobody else. */
export interface Bed {
  readonly lab: Lab
  readonly folder: string
  readonly bundle: string
  readonly hosts: readonly string[]
  readonly canaries: readonly Canary[]
  readonly env: Readonly<Record<string, string>>
  /** Ends with the run; nobody but nodeprep writes here. */
  readonly temporary: string
}

const letters = 'abcdefghijklmnopqrstuvwxyz'
const word = (length: number): string =>
  Array.from(unique() + unique(), (digit) => letters[Number.parseInt(digit, 16)])
    .join('')
    .slice(0, length)

export interface Planted {
  readonly sudo: string
  readonly passphrase: string
  readonly registry: string
  readonly account: string
  readonly token: string
  readonly certificateKey: string
}

const plantedNames: Readonly<Record<keyof Planted, string>> = {
  sudo: 'sudo password',
  passphrase: 'key passphrase',
  registry: 'registry password',
  account: "password of a registry's account",
  token: 'join token (given)',
  certificateKey: 'certificate key (given)',
}

/** The user whose sudo requires a password, and the one whose sudo wants none. */
export const userOf = (host: string): 'ops' | 'deploy' => (host.startsWith('cp') ? 'ops' : 'deploy')

// kubeadm prints the certificate key once, and the cluster keeps only what is encrypted by it.
const kubeadm = `#!/bin/sh
case "$*" in *upload-certs*) ;; *) exec /usr/bin/kubeadm "$@" ;; esac
printed=$(/usr/bin/kubeadm "$@") || exit
(umask 077; printf '%s\\n' "$printed" >>/root/.lab-kubeadm)
printf '%s\\n' "$printed"
`

async function prepareHost(lab: Lab, host: string, publicKey: string, sudo: string): Promise<void> {
  const user = userOf(host)
  const script = `cat >/usr/local/sbin/kubeadm && chmod 0755 /usr/local/sbin/kubeadm && echo '${publicKey.trim()}' >>/home/${user}/.ssh/authorized_keys`
  if ((await lab.exec(host, script, kubeadm)).code !== 0) throw new Error(`cannot prepare ${host}`)
  const { code } = await lab.exec(host, 'chpasswd', `ops:${sudo}\n`)
  if (code !== 0) throw new Error(`cannot set the password of ops on ${host}`)
}

/** The user's own playbook: a registry's password in a sensitive file, and steps that fail after they printed secrets. */
function playbook({ registry }: Planted): string {
  const auth = Buffer.from(`robot:${registry}`).toString('base64')
  return `apiVersion: nodeprep.dev/v1alpha1
kind: Playbook
metadata: { name: own, description: a password of a registry and failures that print secrets }
steps:
  - id: registry-auth
    sensitive: true
    file: { path: /etc/crio/auth.json, mode: '0600', content: '{"auths": {"registry.lab:5000": {"auth": "${auth}"}}}' }
  - id: login
    when: "{{eq host.role 'worker'}}"
    sensitive: true
    command: { title: logs in to a registry and fails, check: 'false', apply: 'cat /etc/crio/auth.json; echo "password ${registry} is wrong"; exit 3' }
  - id: tokens
    when: "{{eq host.name 'cp1'}}"
    command:
      title: prints what kubeadm has and fails
      check: 'false'
      apply: |
        kubeadm token list
        kubeadm token list -o json
        cat /etc/kubernetes/nodeprep/kubeadm-init.yaml /etc/kubernetes/admin.conf
        exit 3
`
}

/** An account that the runtime of every host and a Secret of the cluster get. Nothing is pulled by it. */
const registries = `  registries:
    - host: registry.example
      auth: { username: robot, passwordEnv: REGISTRY_PW }
  pullSecret: { namespaces: [default, apps] }
`

const documents = ({ token, certificateKey }: Planted): string => `---
apiVersion: kubeadm.k8s.io/v1beta2
kind: InitConfiguration
bootstrapTokens: [{ token: ${token} }]
certificateKey: ${certificateKey}
`

async function writeInputs(
  lab: Lab,
  folder: string,
  hosts: readonly string[],
  planted: Planted,
  key: string,
): Promise<void> {
  const many = hosts.filter((host) => host.startsWith('cp')).length > 1
  const edit = (transport: string) => (text: string) => {
    const own = hosts.reduce((done, host) => {
      const become = userOf(host) === 'ops' ? ', become: { password: { env: SUDO_PW } }' : ''
      const ssh = `ssh: { user: ${userOf(host)}${become} }`
      return done.replace(new RegExp(`(name: ${host}, .*) \\}`), `$1, ${ssh} }`)
    }, text)
    return (
      own
        .replace(/identityFile: \S+,/, `identityFile: ${key}, transport: ${transport},`)
        .replace('smokeTest: nginx', 'smokeTest: none')
        .replace(/( {2}hosts:\n)/, `${registries}$1`)
        // The second control plane joins by a certificate key that was made for it.
        .replace(
          'kubernetes: {',
          many ? `kubernetes: { controlPlaneEndpoint: "${lab.host('cp1').address}:6443",` : 'kubernetes: {',
        ) + (many ? '' : documents(planted))
    )
  }
  await writeCluster(lab, folder, hosts, edit('openssh'))
  await writeFile(join(folder, 'openssh.yaml'), await readFile(join(folder, 'cluster.yaml')))
  await writeCluster(lab, folder, hosts, edit('ssh'))
  const good = await readFile(join(folder, 'cluster.yaml'), 'utf8')
  await writeFile(join(folder, 'inline.yaml'), good.replace('{ env: SUDO_PW }', JSON.stringify(planted.sudo)))
  await writeFile(join(folder, 'broken.yaml'), good.replace('bootstrapTokens: [{', 'bootstrapTokens: [[{'))
  await writeFile(join(folder, 'own.yaml'), playbook(planted))
}

/** Makes secrets, plants them on the hosts and in the inputs. */
export async function plant(lab: Lab): Promise<Bed> {
  const folder = await mkdtemp(join(tmpdir(), 'nodeprep-canaries-'))
  const hosts = lab.hosts.map(({ name }) => name)
  const planted: Planted = {
    sudo: `cnry"%${unique()}`,
    passphrase: `cnry ${unique()}`,
    registry: `cnry-${unique()}`,
    account: `cnry/${unique()}`,
    token: `${word(6)}.${word(16)}`,
    certificateKey: `${unique()}${unique()}${unique()}`.slice(0, 64),
  }
  const key = join(folder, 'id')
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', planted.passphrase, '-C', 'canary', '-f', key])
  const publicKey = await readFile(`${key}.pub`, 'utf8')
  await Promise.all(hosts.map((host) => prepareHost(lab, host, publicKey, planted.sudo)))
  await writeInputs(lab, folder, hosts, planted, key)
  const temporary = join(folder, 'tmp')
  for (const name of ['home', 'state', 'cache', 'tmp']) await mkdir(join(folder, name), { mode: 0o700 })
  const env = {
    ...{ NO_COLOR: '1', NODEPREP_DEBUG: '1', HOME: join(folder, 'home'), TMPDIR: temporary },
    ...{ XDG_STATE_HOME: join(folder, 'state'), XDG_CACHE_HOME: join(folder, 'cache') },
    ...{ SUDO_PW: planted.sudo, NODEPREP_KEY_PASSPHRASE: planted.passphrase, REGISTRY_PW: planted.account },
  }
  const canaries = Object.entries(plantedNames).map(([name, title]) => ({
    name: title,
    value: planted[name as keyof Planted],
  }))
  return { lab, folder, bundle: await packageCopy(folder), hosts, canaries, env, temporary }
}
