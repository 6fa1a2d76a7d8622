import type { Cluster, Host } from '../cluster/cluster.ts'
import { NodeprepError } from '../errors.ts'
import { rootCommand } from '../runner/session/root-command.ts'

/**
 * The sudoers file that allows the users of some hosts what nodeprep needs and nothing else. Throws `invalid-input` when
 * none of them uses sudo, or when one file cannot serve them all.
 */
export function sudoers({ name, hosts }: Cluster, only: string | undefined): string {
  const wanted = hosts.filter((host) => host.become.method === 'sudo' && (only === undefined || host.name === only))
  if (wanted.length === 0)
    throw new NodeprepError(
      'invalid-input',
      `${only ?? 'no host of the cluster'} ${only === undefined ? 'uses' : 'does not use'} sudo`,
      {
        remedy: 'Give ssh.user, and become if need be, in cluster.yaml.',
      },
    )
  const rules = new Map<string, string>()
  for (const host of wanted) {
    const user = host.ssh.user ?? 'root'
    const rule = ruleFor(user, host)
    if ((rules.get(user) ?? rule) !== rule)
      throw new NodeprepError('invalid-input', `${user} gives a password on some hosts and none on others`, {
        remedy: 'Add --host for one host at a time.',
      })
    rules.set(user, rule)
  }
  const [shell, ...words] = rootCommand
  return `# What nodeprep has to be allowed on ${wanted.map((host) => host.name).join(', ')} of cluster ${name}. To install it there, as root:
#   visudo -cf FILE && install -o root -g root -m 0440 FILE /etc/sudoers.d/nodeprep
# The command does what it is told over its stdin: whoever may run it may do whatever root may.
# sudo-rs does not support the settings in the line that starts with Defaults: leave that line out on its hosts.
Cmnd_Alias NODEPREP = ${shell} ${words.join(' ')}
Defaults!NODEPREP !requiretty, !log_input
${[...rules.values()].join('')}`
}

function ruleFor(user: string, { become }: Host): string {
  return `${user.replace(/[^\w.-]/g, '\\$&')} ALL = (root) ${become.password === undefined ? 'NOPASSWD' : 'PASSWD'}: NODEPREP\n`
}
