import { documentSecrets, registrySecrets } from '../config/document-secrets.ts'
import type { Cluster } from '../cluster/cluster.ts'
import { Secrets } from '../report/secrets/secrets.ts'
import type { RunOptions } from '../runner/run-options.ts'
import { passwordsIn } from '../toml/passwords.ts'
import type { Io } from './io.ts'
import { KEY_PASSPHRASE } from './password.ts'

/** The secrets of a run that are known before it begins. */
export function knownSecrets(cluster: Cluster, env: Io['env']): Secrets {
  const secrets = new Secrets()
  for (const { value } of documentSecrets(cluster)) secrets.register(value)
  for (const value of registrySecrets(cluster))
    secrets.register(value, 'a header or password of spec.registries or spec.proxy')
  const passphrase = env[KEY_PASSPHRASE]
  if (passphrase !== undefined) secrets.register(passphrase, `the passphrase in ${KEY_PASSPHRASE}`)
  return secrets
}

/** Learns the passwords in the files of hosts, which are TOML. */
export function passwordKeeper(secrets: Secrets): NonNullable<RunOptions['keepPasswords']> {
  return (host, facts) => {
    for (const [file, text] of Object.entries(facts.files)) secrets.learn(host, passwordsIn(text), file)
  }
}
