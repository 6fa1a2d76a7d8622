import { absolutePath } from '../../src/steps/fields.ts'
import { CANARY, hostileValues } from '../fuzz/hostile.ts'

export const folder = '/root/hostile'

/** What a file on the host can hold byte by byte: neither NUL nor half a surrogate pair. */
export const values = hostileValues.filter((value) => !value.includes('\0') && !/\p{Cs}/u.test(value))

/** Such values as names in a folder; their canaries would be made in the folder that the shell is in. */
export const paths = values
  .map((value) => `${folder}/paths/${value.replaceAll(CANARY, 'canary')}`)
  .filter((path) => absolutePath.safeParse(path).success && path.split('/').every((name) => name.length < 200))

/** JSON that YAML reads alike: everything but ASCII by its number. */
export function yamlOf(value: unknown): string {
  const hex = (char: string) => (char.codePointAt(0) ?? 0).toString(16).padStart(8, '0')
  return JSON.stringify(value, null, 1).replaceAll(/[^\n -~]/gu, (char) => `\\U${hex(char)}`)
}

/** The value as a template that gives it. */
const literally = (value: string) => value.replaceAll('{{', '\\{{')

const env = Object.fromEntries(values.map((value, i) => [`V${i}`, literally(value)]))
const names = Object.keys(env)

export const sysctl = {
  file: "/etc/sysctl.d/99-zz $(touch canary-sysctl-file) `x` 'y'.conf",
  value: `$(touch\t${CANARY}-sysctl);'"%n\\`,
}
/** systemd's own way to write ` --x`; a shell would read another word, and systemctl without `--` an option. */
const unit = String.raw`hostile@-a\x20--now:b.service`
export const download = { from: `${folder}/$(touch&canary-url);x`, to: `${folder}/-o it's $(touch canary-to)` }
export const initFile = `${folder}/init \`touch canary-init\`.yaml`

/** A playbook named as the one that `apply` runs, with a hostile value wherever a step takes it. */
export const playbook = {
  apiVersion: 'nodeprep.dev/v1alpha1',
  kind: 'Playbook',
  metadata: { name: 'cluster', description: 'a `touch canary-book` of its own' },
  steps: [
    { id: 'folder', file: { path: `${folder}/it's a $(touch canary-folder)`, state: 'directory' } },
    ...values.map((value, i) => ({
      id: `content-${i}`,
      file: { path: `${folder}/content-${i}`, content: literally(value), mode: '0600' },
    })),
    ...paths.map((path, i) => ({ id: `path-${i}`, file: { path: literally(path), content: `${i}` } })),
    {
      id: 'variables',
      command: {
        title: `it's \`touch canary-title\` $(touch canary-title) "%n"`,
        env,
        check: names.map((name) => `printf %s "$${name}" | cmp -s - ${folder}/env-${name}`).join(' &&\n'),
        apply: names.map((name) => `printf %s "$${name}" >${folder}/env-${name}`).join('\n'),
      },
    },
    {
      id: 'given',
      provides: ['given'],
      value: {
        title: 'a hostile value for others',
        env,
        script: names.map((name) => `printf '%s\\n' "$${name}"`).join('\n'),
      },
    },
    { id: 'sysctl', sysctl: { file: sysctl.file, values: { 'kernel.domainname': sysctl.value } } },
    { id: 'served', file: { path: download.from, content: 'served' } },
    { id: 'download', download: { url: `file://${download.from}`, path: download.to } },
    {
      id: 'unit',
      file: { path: '/etc/systemd/system/hostile@.service', content: '[Service]\nExecStart=/bin/sleep infinity' },
    },
    { id: 'service', service: { name: unit, state: 'started', restartedBy: ['unit'] } },
    {
      id: 'kubeadm',
      template: {
        src: 'kubeadm/init.yaml.hbs',
        dest: initFile,
        documents: ['InitConfiguration', 'ClusterConfiguration'],
      },
    },
  ],
}

/** Arguments of the API server: every value, and every value as a name. */
export const extraArgs = {
  ...Object.fromEntries(values.map((value, i) => [`v${i}`, value])),
  ...Object.fromEntries(values.filter((value) => value !== '<<' && value !== '').map((value, i) => [value, `k${i}`])),
}
