import { Argument, Command, Option, type OptionValues } from '@commander-js/extra-typings'
import { ownVersion } from '../assets.ts'
import type { ExitCode } from '../report/exit-code.ts'
import { flags } from './flags.ts'
import type { Io } from './io.ts'
import { addOptions } from './operation-command.ts'
import { shippedOperations } from './shipped-operations.ts'

const exitCodes = `
Exit codes: 0 done, 1 a step failed, 2 invalid input, 3 a host unreachable,
            4 changes pending (plan, status), 130 interrupted`

/** In columns. */
const HELP_WIDTH = 80

/** The command line: every command, each of which loads its code only when it is called. */
export function buildProgram(io: Io, exit: (code: ExitCode) => void): Command {
  const program = new Command('nodeprep')
    .description('Turns bare Linux hosts into Kubernetes nodes over SSH.')
    .version(ownVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .usage('<command> [options]')
    .addHelpText('after', exitCodes)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      // The same for every terminal: the build keeps these texts, see src/cli/kept-help.ts.
      getOutHelpWidth: () => HELP_WIDTH,
      getErrHelpWidth: () => HELP_WIDTH,
    })
  addRuns(program, io, exit)
  addStatus(program, io, exit)
  addOperations(program, io, exit)
  addTrust(program, io, exit)
  addReaders(program, io, exit)
  addPlaybooks(program, io, exit)
  addKind(program, io, exit)
  addCompletion(program, io, exit)
  return program
}

type Exit = (code: ExitCode) => void

function addRuns(program: Command, io: Io, exit: Exit): void {
  connecting(program.command('apply').argument('<file>', 'cluster.yaml, or a plan made by plan --out'))
    .description('bring the hosts to the state in the file')
    .addOption(flags.yes())
    .option('--kubeconfig <file>', 'fetch the admin kubeconfig into this file at the end')
    .action(async (file, options) => exit(await (await import('./apply.ts')).apply(io, file, options)))
  connecting(program.command('plan').argument('<file>', 'cluster.yaml'))
    .description('say what apply would change, and change nothing')
    .option('--out <file>', 'write the plan here for apply, which then refuses anything else')
    .action(async (file, options) => exit(await (await import('./plan.ts')).plan(io, file, options)))
  running(
    program
      .command('verify')
      .argument('<file>', 'cluster.yaml')
      .description('check that runtimes, kubelets and nodes match the file')
      .option('--smoke', 'start a pod of every RuntimeClass, too, and remove it'),
  ).action(async (file, options) => exit(await (await import('./verify.ts')).verify(io, file, options)))
}

/** What looks at everything and runs nothing. */
function addStatus(program: Command, io: Io, exit: Exit): void {
  program
    .command('status')
    .argument('<file>', 'cluster.yaml')
    .description('show the state of all hosts and of the cluster, and what differs from the file')
    .option('--watch', 'look again every few seconds, until Ctrl-C')
    .addOption(flags.limit())
    .addOption(flags.concurrency())
    .addOption(flags.acceptNewHostKeys())
    .addOption(flags.output())
    .addOption(flags.playbooks())
    .addOption(flags.templates())
    .action(async (file, options) => exit(await (await import('./status.ts')).status(io, file, options)))
}

/** A command for every operation that ships, and one for those of the user. */
function addOperations(program: Command, io: Io, exit: Exit): void {
  for (const operation of shippedOperations) {
    const command = connecting(program.command(operation.name).argument('<file>', 'cluster.yaml'))
      .description(operation.description)
      .addOption(flags.dead())
      .addOption(flags.planOnly())
      .addOption(flags.planOut())
      .addOption(flags.yes())
      .action(async (file, options) => {
        const { runOperation } = await import('./operation.ts')
        const given: Readonly<Record<string, unknown>> = command.opts()
        const cluster = given['cluster'] as string | undefined
        exit(await runOperation(io, operation.name, file, { ...options, cluster }, given))
      })
    addOptions(command, operation)
  }
  const operation = program.command('operation').description('list operations and run your own').helpCommand(false)
  operation
    .command('list')
    .description('name all operations')
    .addOption(flags.playbooks())
    .addOption(flags.output())
    .action(async (options) => exit((await import('./operation-list.ts')).operationList(io, options)))
  connecting(operation.command('run').argument('<operation>', 'name or file').argument('<file>', 'cluster.yaml'))
    .description('run an operation on the nodes of a cluster')
    .addOption(flags.set())
    .addOption(flags.cluster())
    .addOption(flags.dead())
    .addOption(flags.planOnly())
    .addOption(flags.planOut())
    .addOption(flags.yes())
    .action(async (name, file, options) =>
      exit(await (await import('./operation-run.ts')).operationRun(io, name, file, options)),
    )
}

/** The flags of every command that runs a playbook on some of the hosts. */
function connecting<A extends unknown[]>(command: Command<A>) {
  return running(command.addOption(flags.limit()))
}

/** Those of every command that runs a playbook. */
function running<A extends unknown[], O extends OptionValues>(command: Command<A, O>) {
  return command
    .addOption(flags.concurrency())
    .addOption(flags.acceptNewHostKeys())
    .addOption(flags.output())
    .addOption(flags.logFile())
    .addOption(flags.playbooks())
    .addOption(flags.templates())
}

function addTrust(program: Command, io: Io, exit: Exit): void {
  program
    .command('trust')
    .argument('<file>', 'cluster.yaml')
    .description('show the SSH host keys of the hosts and record the new ones')
    .addOption(flags.limit())
    .addOption(flags.concurrency())
    .addOption(flags.output())
    .option('-y, --yes', 'record new keys without asking')
    .action(async (file, options) => exit(await (await import('./trust.ts')).trust(io, file, options)))
}

function addReaders(program: Command, io: Io, exit: Exit): void {
  program
    .command('validate')
    .argument('<file>', 'cluster.yaml')
    .description('name every mistake in the file')
    .addOption(flags.output())
    .action(async (file, options) => exit((await import('./validate.ts')).validate(io, file, options)))
  program
    .command('render')
    .argument('<file>', 'cluster.yaml')
    .description('print the program of one host, to read or run by hand, or the sudoers file that nodeprep needs')
    .option('--host <name>', 'the host')
    .option('--sudoers', 'print what sudo must allow on the host, or on all of them')
    .option('--facts <file>', 'facts of the hosts as JSON; without them the hosts are asked')
    .addOption(flags.concurrency())
    .addOption(flags.acceptNewHostKeys())
    .addOption(flags.playbooks())
    .addOption(flags.templates())
    .action(async (file, options) => exit(await (await import('./render.ts')).render(io, file, options)))
  program
    .command('init')
    .argument('[file]', 'where to write it', 'cluster.yaml')
    .description('write a commented cluster.yaml to start from')
    .action(async (file) => exit((await import('./init.ts')).init(io, file)))
  program
    .command('facts')
    .argument('<file>', 'cluster.yaml')
    .description('print what nodeprep sees of every host')
    .addOption(flags.limit())
    .addOption(flags.concurrency())
    .addOption(flags.acceptNewHostKeys())
    .addOption(flags.output())
    .action(async (file, options) => exit(await (await import('./facts.ts')).facts(io, file, options)))
}

function addPlaybooks(program: Command, io: Io, exit: Exit): void {
  const playbook = program.command('playbook').description('list, show and run playbooks').helpCommand(false)
  playbook
    .command('list')
    .description('name all playbooks')
    .addOption(flags.playbooks())
    .addOption(flags.output())
    .action(async (options) => exit((await import('./playbook-list.ts')).playbookList(io, options)))
  playbook
    .command('show')
    .argument('<playbook>', 'name or file')
    .description('print the steps of a playbook')
    .addOption(flags.playbooks())
    .addOption(flags.output())
    .action(async (name, options) => exit((await import('./playbook-show.ts')).playbookShow(io, name, options)))
  connecting(playbook.command('run').argument('<playbook>', 'name or file').argument('<file>', 'cluster.yaml'))
    .description('apply one playbook to the hosts of a cluster')
    .addOption(flags.yes())
    .action(async (name, file, options) =>
      exit(await (await import('./playbook-run.ts')).playbookRun(io, name, file, options)),
    )
}

function addKind(program: Command, io: Io, exit: Exit): void {
  program
    .command('kind-image')
    .argument('[file]', 'cluster.yaml, for versions, network, nodes and mirrors')
    .description('write, build and use a node image of kind with CRI-O')
    .option('--base <image>', 'the node image to build over, instead of kindest/node of the version in cluster.yaml')
    .addOption(
      new Option('--stream <stream>', "which of CRI-O's package streams")
        .choices(['stable', 'prerelease'] as const)
        .default('stable' as const),
    )
    .option('--tag <image>', 'name of the built image, by default localhost/kind-cri-o with the tag of the base')
    .option('--output-dir <folder>', 'where the files go', 'kind-image')
    .option('--build', 'build the image with docker, podman or buildah, whichever works here')
    .option('--create', 'make a cluster of it with kind')
    .action(async (file, options) => exit(await (await import('./kind-image.ts')).kindImageCommand(io, file, options)))
}

function addCompletion(program: Command, io: Io, exit: Exit): void {
  program
    .command('completion')
    .addArgument(new Argument('<shell>', 'the shell').choices(['bash', 'zsh', 'fish'] as const))
    .description('print the completion script of a shell')
    .action(async (shell) => exit((await import('./completion.ts')).completion(io, program, shell)))
}
