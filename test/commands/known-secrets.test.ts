import { expect, test } from 'vitest'
import { passwordKeeper } from '../../src/commands/known-secrets.ts'
import { Secrets } from '../../src/report/secrets/secrets.ts'
import { factsOf } from '../kubernetes/fixtures.ts'

const factsWith = (passwords: readonly string[]) => {
  const tables = passwords.map((password, i) => `[plugins.x."r${i}".auth]\npassword = "${password}"\n`)
  return factsOf('debian-12', { files: { '/etc/containerd/config.toml': tables.join('') } })
}

test('passwords in the files of runtimes are kept out of what their host says', () => {
  const secrets = new Secrets()
  passwordKeeper(secrets)('w1', factsWith(['hunter2!']))
  expect(secrets.scrub('says hunter2!', 'w1')).toBe('says [secret]')
  expect(secrets.scrub('says hunter2!', 'w2')).toBe('says hunter2!')
})

test('where they are too many, the file is named', () => {
  const many = Array.from({ length: 300 }, (_, i) => `password-${i}`)
  expect(() => passwordKeeper(new Secrets())('w1', factsWith(many))).toThrow(
    expect.objectContaining({
      remedy:
        'nodeprep could not keep them out of its output. Remove those from /etc/containerd/config.toml that are not used.',
    }) as Error,
  )
})
