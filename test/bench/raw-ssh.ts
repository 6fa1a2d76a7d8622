import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Bed, Road } from './bed.ts'
import { handScript } from './hand-script.ts'
import type { Contender } from './measure.ts'

/** One `ssh HOST sh -s` a host, all at once, each a connection of its own, with the script of its checks on stdin. */
export async function rawSsh({ lab, folder, plans }: Bed, road: Road): Promise<Contender> {
  const options = [
    ...['-F', 'none', '-o', 'BatchMode=yes', '-o', 'IdentitiesOnly=yes', '-i', lab.ssh.identityFile],
    ...['-o', 'StrictHostKeyChecking=yes', '-o', `UserKnownHostsFile=${road.knownHostsFile}`],
  ]
  const lines: string[] = []
  for (const plan of plans) {
    const script = join(folder, `checks-${plan.host}.sh`)
    await writeFile(script, handScript(plan))
    lines.push(`ssh ${options.join(' ')} root@${road.addressOf(plan.host)} sh -s <${script} &`)
  }
  const expected = plans.reduce((sum, { steps }) => sum + steps.filter((step) => !step.skipped).length, 0)
  return {
    name: 'raw ssh',
    command: ['nsenter', `--net=${lab.netns}`, 'sh', '-c', [...lines, 'wait'].join('\n')],
    cwd: folder,
    verify: ({ stdout }) => {
      const held = stdout.split('\n').filter((line) => line.startsWith('ok ')).length
      if (held !== expected) throw new Error(`${held} of ${expected} checks held`)
    },
  }
}
