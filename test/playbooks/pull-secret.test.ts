import { describe, expect, it } from 'vitest'
import { Host, shells } from './scripts.ts'

const env = { NAME: 'registry-auth', NAMESPACES: 'default web', DATA: 'eyJhdXRocyI6e319' }

/** A kubectl that keeps one Secret a namespace, in a file whose first line is its type. */
const kubectl = `
printf '%s\\n' "$*" >>"$ROOT/calls"
case $* in
  *s3cret* | *eyJ*) echo 'a secret as argument' >&2; exit 98 ;;
  'get namespace '*) [ -e "$ROOT/ns/$3" ] ;;
  'create namespace '*) mkdir -p "$ROOT/ns"; : >"$ROOT/ns/$3" ;;
  'get secrets -A -l app.kubernetes.io/managed-by=nodeprep --field-selector type='*)
    for file in "$ROOT"/secret-*; do
      [ -e "$file" ] || continue
      read -r type data <"$file" || :
      printf '%s' "\${file##*/secret-}/registry-auth=$data "
    done ;;
  *' delete secret '*) rm "$ROOT/secret-$2" ;;
  *jsonpath=*type*) [ ! -e "$ROOT/secret-$2" ] || { read -r type rest <"$ROOT/secret-$2"; printf %s "$type"; } ;;
  'create -f -' | 'replace -f -')
    read -r json || :
    namespace=\${json##*\\"namespace\\":\\"} type=\${json##*\\"type\\":\\"} data=\${json##*dockerconfigjson\\":\\"}
    printf '%s %s' "\${type%%\\"*}" "\${data%%\\"*}" >"$ROOT/secret-\${namespace%%\\"*}"
    printf '%s\\n' "$json" >>"$ROOT/json" ;;
  *) echo "unexpected: $*" >&2; exit 99 ;;
esac`

describe.each(shells)('the pull secret in %s', (shell) => {
  it('is made in every namespace, which are made too, and is then left alone', () => {
    const host = new Host(shell, { kubectl })
    host.write('ns/default', '')
    expect(host.run('pull-secret', 'check', env).ok).toBe(false)
    expect(host.run('pull-secret', 'apply', env)).toEqual({ ok: true, output: '' })
    expect(host.run('pull-secret', 'check', env).ok).toBe(true)
    const made = host
      .read('json')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object)
    expect(made).toEqual(
      ['default', 'web'].map((namespace) => ({
        apiVersion: 'v1',
        kind: 'Secret',
        type: 'kubernetes.io/dockerconfigjson',
        metadata: { name: 'registry-auth', namespace, labels: { 'app.kubernetes.io/managed-by': 'nodeprep' } },
        data: { '.dockerconfigjson': env.DATA },
      })),
    )
    expect(host.read('calls')).toContain('create namespace web\n')
  })

  it('is replaced where its content is another', () => {
    const host = new Host(shell, { kubectl })
    for (const name of ['default', 'web']) host.write(`ns/${name}`, '')
    host.write('secret-default', `kubernetes.io/dockerconfigjson ${env.DATA}`)
    host.write('secret-web', 'kubernetes.io/dockerconfigjson b2xk')
    expect(host.run('pull-secret', 'check', env).ok).toBe(false)
    expect(host.run('pull-secret', 'apply', env).ok).toBe(true)
    expect(host.read('secret-web')).toBe(`kubernetes.io/dockerconfigjson ${env.DATA}`)
  })

  it('leaves a namespace that is taken out, and all of them where there is none any more', () => {
    const host = new Host(shell, { kubectl })
    for (const name of ['default', 'web']) host.write(`secret-${name}`, `kubernetes.io/dockerconfigjson ${env.DATA}`)
    host.write('ns/default', '')
    const one = { ...env, NAMESPACES: 'default' }
    expect(host.run('pull-secret', 'check', one).ok).toBe(false)
    expect(host.run('pull-secret', 'changes', one).output).toBe('- web/registry-auth\n')
    expect(host.run('pull-secret', 'apply', one).ok).toBe(true)
    expect([host.has('secret-default'), host.has('secret-web')]).toEqual([true, false])
    expect(host.run('pull-secret', 'check', one).ok).toBe(true)
    expect(host.run('no-pull-secret', 'apply', {}).ok).toBe(true)
    expect(host.has('secret-default')).toBe(false)
  })

  it('does not take the place of a Secret of another type', () => {
    const host = new Host(shell, { kubectl })
    for (const name of ['default', 'web']) host.write(`ns/${name}`, '')
    host.write('secret-default', 'Opaque b2xk')
    const { ok, output } = host.run('pull-secret', 'apply', env)
    expect([ok, output]).toEqual([false, expect.stringContaining('give spec.pullSecret another name')])
    expect(host.read('secret-default')).toBe('Opaque b2xk')
  })
})
