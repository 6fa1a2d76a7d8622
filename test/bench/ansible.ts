import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { HostPlan, PlannedStep } from '../../src/plan/plan.ts'
import { stepKinds } from '../../src/steps/index.ts'
import { fetchDebs } from '../lab/artifacts/private-apt.ts'
import { initPid } from '../lab/boot.ts'
import { tryRun } from '../lab/run.ts'
import type { Bed, Road } from './bed.ts'
import { checkOf } from './hand-script.ts'
import type { Contender } from './measure.ts'

type Task = Readonly<Record<string, unknown>>

export async function hasAnsible(): Promise<boolean> {
  return (await tryRun('ansible-playbook', ['--version'])).code === 0
}

/** Ansible's modules need Python on the hosts, which have no way to Debian: it is brought to them. */
export async function installPython({ lab, folder }: Bed): Promise<void> {
  const debs = join(folder, 'python')
  await mkdir(debs)
  await fetchDebs('bookworm', ['python3', 'python3-apt'], debs, true)
  for (const { name } of lab.hosts) {
    await cp(debs, `/proc/${(await initPid(lab.id, name)) ?? ''}/root/root/python`, { recursive: true })
    const { code, stdout } = await lab.exec(name, 'apt-get -y install /root/python/*.deb 2>&1')
    if (code !== 0) throw new Error(`Python cannot be installed on ${name}:\n${stdout.slice(-1000)}`)
  }
}

/** `ansible-playbook` of the same steps by Ansible's own modules, with connections of its own for each run. */
export async function ansible({ lab, folder, plans }: Bed, road: Road): Promise<Contender> {
  const [plan] = plans
  if (plan === undefined) throw new Error('no host')
  const tasks = plan.steps.filter((step) => !step.skipped).flatMap((step) => tasksOf(step, plan))
  const play = { hosts: 'all', tasks: tasks.map((task, i) => ({ name: `task ${i}`, ...task })) }
  // JSON is YAML.
  const file = join(folder, 'ansible.json')
  await writeFile(file, JSON.stringify([play]))
  const known = `-F none -o UserKnownHostsFile=${road.knownHostsFile} -o StrictHostKeyChecking=yes -o IdentitiesOnly=yes`
  const common = `ansible_user=root ansible_ssh_private_key_file=${lab.ssh.identityFile} ansible_ssh_common_args='${known}'`
  const inventory = join(folder, `inventory-${road.name.replaceAll(' ', '-')}`)
  const lines = plans.map(({ host }) => `${host} ansible_host=${road.addressOf(host)} ${common}\n`)
  await writeFile(inventory, lines.join(''))
  const script = `export ANSIBLE_SSH_CONTROL_PATH_DIR=$(mktemp -d); exec ansible-playbook -i ${inventory} ${file}`
  return {
    name: 'Ansible',
    command: ['nsenter', `--net=${lab.netns}`, 'sh', '-c', script],
    cwd: folder,
    env: {
      TMPDIR: folder,
      ANSIBLE_LOCAL_TEMP: join(folder, 'ansible'),
      ANSIBLE_HOME: join(folder, 'ansible'),
      ANSIBLE_NOCOLOR: '1',
      // Faster than by default.
      ANSIBLE_PIPELINING: '1',
      // As by default, save that the shared connections do not stay for a minute.
      ANSIBLE_SSH_ARGS: '-C -o ControlMaster=auto -o ControlPersist=15s',
    },
    verify: ({ code, stdout }) => {
      const recap = stdout.match(/changed=0 /g)?.length ?? 0
      if (code !== 0 || recap !== plans.length) throw new Error('it failed or changed something')
    },
  }
}

/** The same state by the module that is for it; where there is none, the check as a script. */
function tasksOf(step: PlannedStep, plan: HostPlan): readonly Task[] {
  const kind = stepKinds.get(step.kind)
  const path = kind?.path?.(step.params, plan.facts)
  const content = kind?.content?.(step.params, plan.facts)
  const params = step.params as Readonly<Record<string, unknown>>
  const written =
    content === undefined ? [] : [{ copy: { dest: path, content, mode: '0644', owner: 'root', group: 'root' } }]
  switch (step.kind) {
    case 'file':
      return params['state'] === 'directory' ? [{ file: { path, state: 'directory', mode: '0755' } }] : written
    case 'repository':
      return [...written, { stat: { path: `/etc/apt/keyrings/nodeprep-${String(params['name'])}.asc` } }]
    case 'kernelModule':
      return [...written, { command: `modprobe ${String(params['name'])}`, changed_when: false }]
    case 'sysctl':
      return [
        ...written,
        { command: `sysctl ${Object.keys(params['values'] as object).join(' ')}`, changed_when: false },
      ]
    case 'package':
      return packageTasks(params as unknown as PackageParams)
    case 'service':
      return [{ systemd: { name: params['name'], enabled: params['enabled'], state: params['state'] } }]
    default:
      return [{ shell: checkOf(step, plan), changed_when: false }]
  }
}

interface PackageParams {
  readonly packages: readonly string[]
  readonly hold: boolean
}

function packageTasks({ packages, hold }: PackageParams): readonly Task[] {
  const names = packages.map((spec) => spec.split('=')[0])
  // apt takes a version as a pattern.
  const apt = { apt: { name: packages.map((spec) => (spec.includes('=') ? `${spec}*` : spec)), state: 'present' } }
  if (!hold) return [apt]
  return [apt, { dpkg_selections: { name: '{{ item }}', selection: 'hold' }, loop: names }]
}
