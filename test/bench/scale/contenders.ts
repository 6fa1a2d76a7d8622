import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readsOf } from '../../../src/commands/host-questions.ts'
import { loadInputs } from '../../../src/commands/inputs.ts'
import { planHosts } from '../../../src/plan/plan-hosts.ts'
import { parseFacts } from '../../../src/facts/parse-facts.ts'
import { environment } from '../bed.ts'
import { handScript } from '../hand-script.ts'
import type { Contender } from '../measure.ts'
import { addressOf, onHost, writeHosts, type ScaleBed } from './scale-bed.ts'

/** How many hosts are worked on at the same time: nodeprep's own default, and that of `xargs` beside it. */
const concurrency = 50

/** `nodeprep playbook run` and as many `ssh HOST CHECKS` on so many hosts, neither of which finds anything to do. */
export async function contenders(bed: ScaleBed, count: number): Promise<readonly [Contender, Contender]> {
  const { clusterFile, knownHosts } = await writeHosts(bed, count)
  return [await bareSsh(bed, count, clusterFile, knownHosts), nodeprepOn(bed, count, clusterFile)]
}

export function nodeprepOn(bed: ScaleBed, count: number, clusterFile: string): Contender {
  const { folder, bundle, playbook } = bed
  return {
    name: 'nodeprep',
    command: inside(bed, [process.execPath, bundle, 'playbook', 'run', playbook, clusterFile, '--yes']),
    cwd: folder,
    env: environment(folder),
    verify: ({ code, stdout }) => {
      if (code !== 0 || !stdout.includes(`${count} hosts, 0 changed in `))
        throw new Error('a host failed or was changed')
    },
  }
}

/** `xargs -P` of bare ssh: a connection of its own for each host, strict host keys, the script of the checks as command. */
async function bareSsh(bed: ScaleBed, count: number, clusterFile: string, knownHosts: string): Promise<Contender> {
  const { lab, folder } = bed
  const script = join(folder, `checks-${count}.sh`)
  const list = join(folder, `addresses-${count}`)
  const { text, checks } = await checksOf(bed, clusterFile)
  await writeFile(script, text)
  await writeFile(list, [...Array(count).keys()].map((i) => `root@${addressOf(i)}\n`).join(''))
  const options = [
    ...['-F', 'none', '-o', 'BatchMode=yes', '-o', 'IdentitiesOnly=yes', '-i', lab.ssh.identityFile],
    ...['-o', 'StrictHostKeyChecking=yes', '-o', `UserKnownHostsFile=${knownHosts}`],
  ]
  const line = `exec xargs -a ${list} -P ${concurrency} -n 1 sh -c 'exec ssh ${options.join(' ')} "$0" sh -s <${script}'`
  return {
    name: 'bare ssh',
    command: inside(bed, ['sh', '-c', line]),
    cwd: folder,
    verify: ({ stdout }) => {
      const held = stdout.split('\n').filter((said) => said.startsWith('ok ')).length
      if (held !== count * checks) throw new Error(`${held} of ${count * checks} checks held`)
    },
  }
}

/** The checks of the playbook's steps, as somebody would write them by hand; all hosts have the same. */
async function checksOf(bed: ScaleBed, clusterFile: string): Promise<{ text: string; checks: number }> {
  const inputs = await loadInputs(clusterFile, bed.playbook, {})
  const [host] = inputs.cluster.hosts
  if (host === undefined) throw new Error('no host')
  const osRelease = await onHost(
    bed,
    'sed -n "s/^ID=/os.id /p; s/^VERSION_ID=/os.version /p; s/^VERSION_CODENAME=/os.codename /p; s/^PRETTY_NAME=/os.name /p" /etc/os-release',
  )
  const said = osRelease
    .trim()
    .split('\n')
    .map((line): [string, string] => {
      const [key = '', ...words] = line.replaceAll('"', '').split(' ')
      return [key, words.join(' ')]
    })
  const machine = (await onHost(bed, 'uname -r; uname -m')).trim().replace('\n', ' ')
  const facts = parseFacts(
    new Map([...said, ['uname', machine], ['packageManager', 'apt-get'], ['init', 'systemd']]),
    0,
    0,
    readsOf(inputs.playbook.steps),
  )
  const [plan] = planHosts({ ...inputs, hosts: [{ host, facts }] }).hosts
  if (plan === undefined) throw new Error('no plan')
  return { text: handScript(plan), checks: plan.steps.filter((step) => !step.skipped).length }
}

function inside({ netns }: ScaleBed, command: readonly string[]): readonly [string, ...string[]] {
  return ['nsenter', `--net=${netns}`, ...command]
}
