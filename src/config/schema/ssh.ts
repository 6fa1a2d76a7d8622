import * as z from 'zod'
import { address, path, port } from './fields.ts'
import { say } from '../../validation/say.ts'

const PASSWORD = say(
  'the sudo password itself does not belong in this file',
  'write { env: NAME }, { file: PATH } or ask',
)

const password = z.union(
  [
    z.literal('ask'),
    z.strictObject({
      env: z
        .string()
        .regex(
          /^[A-Za-z_]\w*$/,
          say('expected the name of an environment variable', 'write a name such as SUDO_PASSWORD'),
        )
        .describe('Environment variable, on the machine nodeprep runs on, that holds the password.'),
    }),
    z.strictObject({
      file: path().describe('File with the password, one line; relative to cluster.yaml.'),
    }),
  ],
  { error: PASSWORD },
)

const becomeSchema = z
  .strictObject({
    method: z.enum(['sudo', 'none']).optional().describe('sudo, or none where the ssh user already is root.'),
    password: password
      .optional()
      .describe('Where the sudo password comes from; leave it out where sudo asks for none.'),
  })
  .describe('How to become root. By default sudo, and none where the ssh user is root.')

const user = () =>
  z
    .string()
    .regex(/^[A-Za-z_][\w.@\\-]*\$?$/, say('not a user name', 'write the name that ssh logs in with, as in root'))

const endpointFields = {
  user: user().optional().describe('User to log in as; root by default, whatever the OpenSSH configuration says.'),
  port: port().optional().describe('Port of sshd; 22 by default.'),
  identityFile: path()
    .optional()
    .describe('Private key; relative to cluster.yaml, ~ is the home folder. By default what OpenSSH would use.'),
}

/** Settings of ssh, both `spec.ssh` and those of one host. */
export const sshSchema = z.strictObject({
  ...endpointFields,
  knownHostsFile: path()
    .optional()
    .describe(
      'The one file of host keys to go by, kept with the cluster, say; relative to cluster.yaml. By default those of OpenSSH.',
    ),
  bastion: z
    .strictObject({
      address: address().describe('Address or DNS name of the jump host.'),
      ...endpointFields,
      user: user().optional().describe('User on the jump host; as OpenSSH is configured by default.'),
    })
    .optional()
    .describe('Jump host to go through.'),
  transport: z
    .enum(['ssh', 'openssh', 'local'])
    .optional()
    .describe(
      "ssh (the default), openssh to use the system's ssh program (needed where a server takes RSA keys by rsa-sha2-512 alone), or local for this machine without ssh.",
    ),
  become: becomeSchema.optional(),
})
