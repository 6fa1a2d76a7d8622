import { Command } from '@commander-js/extra-typings'
import { ensureArtifacts } from './artifacts/index.ts'
import { initPid } from './boot.ts'
import { down, downAll } from './down.ts'
import { commandLine, execAttached, sshAttached } from './exec.ts'
import { createLab, openLab, type HostSpec } from './lab.ts'
import { labPaths, listStates } from './state.ts'
import { hostKinds, type HostKind } from './tree/recipes.ts'

const defaultHosts = 'cp1:debian12,w1:debian12,w2:centos'

function hostSpecs(text: string): HostSpec[] {
  return text.split(',').map((item) => {
    const [name = '', kind = 'debian12'] = item.split(':')
    if (!(hostKinds as readonly string[]).includes(kind)) {
      throw new Error(`${item}: no such kind of host; there are ${hostKinds.join(', ')}`)
    }
    return { name, kind: kind as HostKind }
  })
}

async function up(id: string, hosts: string): Promise<void> {
  await createLab({ id, hosts: hostSpecs(hosts), artifacts: await ensureArtifacts(), keep: true })
  await status()
  const { netns, sshConfig, key, knownHosts } = labPaths(id)
  console.log(`
The hosts are reached from the lab's own network namespace only:
  nsenter --net=${netns} ssh -F ${sshConfig} HOST
  nsenter --net=${netns} npx tsx src/cli.ts apply cluster.yaml
with, in cluster.yaml, user root, the addresses above and
  identity file ${key}
  known hosts   ${knownHosts}`)
}

async function status(): Promise<void> {
  const labs = await listStates()
  if (labs.length === 0) console.log('no lab is up')
  for (const { id, hosts } of labs) {
    console.log(`lab ${id}`)
    for (const { name, kind, address } of hosts) {
      const state = (await initPid(id, name)) === undefined ? 'off' : 'on'
      console.log(`  ${name.padEnd(12)} ${kind.padEnd(10)} ${address.padEnd(14)} ${state}`)
    }
  }
}

const program = new Command('lab')
  .description('Real hosts for trying nodeprep, on this machine')
  .enablePositionalOptions()

program
  .command('up')
  .description('boot the hosts of a new lab')
  .option('--id <id>', 'name of the lab', 'lab')
  .option('--hosts <list>', `NAME:KIND,…; kinds: ${hostKinds.join(', ')}`, defaultHosts)
  .action(({ id, hosts }) => up(id, hosts))
program.command('status').description('list the labs that are up').action(status)
program
  .command('exec')
  .description(
    "run a command in a host as root, with this terminal's input and output; one word alone is a shell's line",
  )
  .option('--id <id>', 'name of the lab', 'lab')
  .argument('<host>')
  .argument('<command...>')
  .passThroughOptions()
  .action(async (host, command, { id }) => {
    const lab = await openLab(id)
    process.exitCode = await execAttached(id, lab.host(host).name, commandLine(command))
  })
program
  .command('ssh')
  .description('log in to a host as root')
  .option('--id <id>', 'name of the lab', 'lab')
  .argument('<host>')
  .argument('[command...]')
  .passThroughOptions()
  .action(async (host, command, { id }) => {
    const lab = await openLab(id)
    process.exitCode = await sshAttached(id, lab.host(host).name, command.length > 0 ? [commandLine(command)] : [])
  })
program
  .command('down')
  .description('take a lab down; nothing of it is left')
  .option('--id <id>', 'name of the lab', 'lab')
  .option('--all', 'every lab on this machine')
  .action(async ({ id, all }) => {
    if (all === true) console.log(`down: ${(await downAll()).join(', ') || 'none was up'}`)
    else await down(id)
  })

await program.parseAsync().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
})
