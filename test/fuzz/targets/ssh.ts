import { isAbout, parseKnownHosts } from '../../../src/transport/host-keys/known-hosts.ts'
import { parseJump } from '../../../src/transport/target/jump-spec.ts'
import { parseSshConfig } from '../../../src/transport/target/ssh-config.ts'
import { hostileValues } from '../hostile.ts'
import { outcomeOf } from '../judge.ts'
import { demand, type Target } from '../target.ts'

const key = 'AAAAC3NzaC1lZDI1NTE5AAAAIO0b6VQtmvCJcBoJM4i8vQvyKvz0gqHc5q2cWlpJm0Vt'

export const knownHosts: Target = {
  name: 'known-hosts',
  seeds: () => [
    `# comment\nhost.example,10.0.0.1 ssh-ed25519 ${key} me\n[host.example]:2222 ssh-rsa ${key}\n`,
    `@revoked * ssh-ed25519 ${key}\n@cert-authority *.example,!bad.example ssh-ed25519 ${key}\n`,
    `|1|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg= ssh-ed25519 ${key}\n`,
  ],
  words: ['|1|', '|', '@revoked ', '@x ', '*', '?', '!', ',', '[', ']:', '*?'.repeat(50), key, ...hostileValues],
  run: (input) => {
    const entries = parseKnownHosts(input.toString('utf8'), 'known_hosts')
    const lines = input.toString('utf8').split('\n').length
    demand(
      entries.every(({ line }) => line >= 1 && line <= lines),
      'a line outside of the file',
    )
    const about = entries.filter((entry) => isAbout(entry, 'host.example') || isAbout(entry, 'a'.repeat(253)))
    return `${Math.min(entries.length, 9)} entries, ${Math.min(about.length, 9)} match`
  },
}

export const jump: Target = {
  name: 'jump',
  seeds: () => ['ops@jump.example:2222', '[fd00::1]:22', 'ssh://ops@10.0.0.1:22', 'jump', 'a@b@c:1'],
  words: ['@', ':', '[', ']', 'ssh://', ',', '%h', '99999', '-1', '0', '@'.repeat(200), ...hostileValues],
  run: (input) =>
    outcomeOf({}, () => {
      const { address, port, user } = parseJump(input.toString('utf8'), 'w1')
      demand(port === undefined || (port >= 1 && port <= 65535), `port ${port ?? ''}`)
      demand(!/^-|\s|\p{Cc}/u.test(address), `address ${JSON.stringify(address)}`)
      demand(user === undefined || !/^-|\p{Cc}/u.test(user), `user ${JSON.stringify(user)}`)
      return 'a jump host'
    }),
}

const printed = `host h
user root
hostname 10.0.0.11
port 22
addressfamily any
hashknownhosts no
identitiesonly no
identityfile ~/.ssh/id_rsa
identityfile ~/.ssh/id_ed25519
userknownhostsfile ~/.ssh/known_hosts ~/.ssh/known_hosts2
globalknownhostsfile /etc/ssh/ssh_known_hosts
proxyjump a,b@c:22
proxycommand none
`

export const sshConfig: Target = {
  name: 'ssh-config',
  seeds: () => [printed],
  words: [
    'port ',
    'port 0',
    'port x',
    'none',
    'identityfile ',
    'hostname ',
    'proxyjump ',
    'proxycommand x',
    '"',
    ...hostileValues,
  ],
  run: (input) =>
    outcomeOf({}, () => {
      const config = parseSshConfig(input.toString('utf8'), 'h', '/home/me')
      demand(Number.isInteger(config.port) && config.port >= 1 && config.port <= 65535, `port ${config.port}`)
      return `beyond: ${config.beyondNodeSsh.join() || 'nothing'}`
    }),
}
