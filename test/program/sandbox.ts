import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readlinkSync } from 'node:fs'
import type { Channel, Connection, Exit, Transport } from '../../src/transport/connection.ts'

/** The shells that every program must run under. */
export const shells = { dash: '/usr/bin/dash', bash: '/usr/bin/bash', busybox: '/usr/bin/busybox' } as const
export type ShellName = keyof typeof shells

/** Hides the machine's own state and makes `sh` the wanted shell; then says so and waits to be ended. */
const SET_UP = `
set -e
mount --make-rprivate /
[ "$1" = "$(readlink -f /bin/sh)" ] || mount -n --bind "$1" "$(readlink -f /bin/sh)"
for folder in /run /var/lib; do mount -n -t tmpfs tmpfs "$folder"; done
echo ready
exec sleep 3600
`

/** A mount namespace of its own on this machine, with empty /run and /var/lib: a host for programs without systemd. */
export interface Sandbox {
  readonly transport: Transport
  /** Cuts every connection without ending what runs detached. */
  cut(): void
  /** Runs a command inside; resolves to its output. */
  exec(script: string): Promise<string>
  close(): Promise<void>
}

async function enter(holder: ChildProcess): Promise<readonly string[]> {
  if (holder.pid === undefined || !holder.stdout) throw new Error('no sandbox')
  await once(holder.stdout, 'data')
  return ['nsenter', '-t', String(holder.pid), '-m']
}

const mountsOf = (pid: number | string): string => {
  try {
    return readlinkSync(`/proc/${pid}/ns/mnt`)
  } catch {
    return ''
  }
}

/** What runs in the sandbox, detached programs and followers of a connection that was cut among it. */
function inhabitants(holder: number): readonly number[] {
  const own = mountsOf(holder)
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== holder)
  return own === '' ? [] : pids.filter((pid) => mountsOf(pid) === own).map(Number)
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

function asChannel(child: ChildProcess): Channel {
  const exit = new Promise<Exit>((resolve) => {
    // A cut leaves the follower's tail with our pipe: the exit of the shell counts then, not the pipe's end.
    child.once('exit', (_code, signal) => {
      if (signal) resolve({ code: null })
    })
    child.once('close', (code) => resolve({ code }))
  })
  child.stdin?.on('error', () => undefined)
  return {
    onStdout: (listener) => void child.stdout?.on('data', listener),
    onStderr: (listener) => void child.stderr?.on('data', listener),
    write: (data) => void child.stdin?.write(data),
    end: () => void child.stdin?.end(),
    exit,
  }
}

export async function sandbox(shell: ShellName = 'dash'): Promise<Sandbox> {
  const holder = spawn('unshare', ['-m', 'bash', '-c', SET_UP, 'bash', shells[shell]], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [nsenter = '', ...inside] = await enter(holder)
  const open = new Set<ChildProcess>()
  const start = (command: string): ChildProcess => {
    const child = spawn(nsenter, [...inside, '/bin/sh', '-c', command], { stdio: 'pipe', cwd: '/' })
    open.add(child)
    child.once('close', () => open.delete(child))
    return child
  }
  const cut = (): void => {
    for (const child of open) {
      child.kill('SIGKILL')
      child.stdout?.destroy()
    }
  }
  const connection: Connection = {
    open: (command) => Promise.resolve(asChannel(start(command))),
    close: async () => {},
  }
  return {
    transport: { description: 'sandbox', connect: () => Promise.resolve(connection) },
    cut,
    exec: async (script) => {
      const child = spawn(nsenter, [...inside, '/bin/sh', '-c', script], { stdio: 'pipe' })
      let out = ''
      child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
      await once(child, 'close')
      return out
    },
    close: async () => {
      cut()
      for (const pid of inhabitants(holder.pid ?? 0)) kill(pid)
      holder.kill('SIGKILL')
      await once(holder, 'close')
    },
  }
}
