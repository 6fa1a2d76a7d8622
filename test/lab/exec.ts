import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { quote } from '../../src/shell/sh.ts'
import { initPid } from './boot.ts'
import { tryRun, type RunResult } from './run.ts'
import { hostPaths, labPaths } from './state.ts'

async function execArgs(id: string, name: string, command: string): Promise<string[]> {
  const pid = await initPid(id, name)
  if (pid === undefined) throw new Error(`host ${name} of lab ${id} is off`)
  return [join(import.meta.dirname, 'host/exec.sh'), hostPaths(id, name).cgroups, String(pid), command]
}

/** The line for a shell that runs a command with its arguments as given; one word alone is a line already. */
export function commandLine(words: readonly string[]): string {
  return words.length === 1 ? (words[0] ?? '') : words.map(quote).join(' ')
}

/** Runs a shell command line inside a host as root, without ssh. Never throws for its exit code. */
export async function execIn(id: string, name: string, command: string, input = ''): Promise<RunResult> {
  return tryRun('sh', await execArgs(id, name, command), input)
}

/** The same with this process's own terminal. Returns the exit code. */
export async function execAttached(id: string, name: string, command: string): Promise<number> {
  return attached('sh', await execArgs(id, name, command))
}

/** Logs in to a host as root by ssh, with this process's own terminal. Returns the exit code. */
export async function sshAttached(id: string, name: string, command: readonly string[]): Promise<number> {
  const { netns, sshConfig } = labPaths(id)
  return attached('nsenter', [`--net=${netns}`, 'ssh', '-F', sshConfig, name, ...command])
}

async function attached(file: string, args: readonly string[]): Promise<number> {
  const child = spawn(file, args, { stdio: 'inherit' })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      resolve(code ?? 255)
    })
  })
}
