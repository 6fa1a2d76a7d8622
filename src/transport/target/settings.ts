/** How to reach a host by ssh, as cluster.yaml says. What is left out comes from the user's OpenSSH configuration. */
export interface SshSettings {
  readonly user?: string
  readonly port?: number
  readonly identityFile?: string
  /** The one file of host keys to go by, instead of those of the OpenSSH configuration; for the bastion too. */
  readonly knownHostsFile?: string
  readonly bastion?: {
    readonly address: string
    readonly user?: string
    readonly port?: number
    readonly identityFile?: string
  }
  /** `ssh`: node-ssh, falling over to the system's OpenSSH where it must (the default); `local`: no ssh at all. */
  readonly transport?: 'ssh' | 'openssh' | 'local'
}
