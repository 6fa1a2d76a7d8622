import { beforeAll, expect } from 'vitest'
import { useLab } from '../fixture.ts'
import type { Lab } from '../lab.ts'
import { secureRegistry } from '../registry.ts'

const folder = 'http://mirror.lab/repositories/devel:/kubic:/libcontainers:/stable'
const sources = `deb [trusted=yes] ${folder}/Debian_12/ /
deb [trusted=yes] ${folder}:/cri-o:/1.20/Debian_12/ /
deb [trusted=yes] http://mirror.lab/kubernetes/apt kubernetes-xenial main
`

const crioConf = `[crio.image]
pause_image = "registry.lab:5000/google_containers/pause:3.2"
global_auth_file = "/etc/crio/auth.json"
[crio.runtime.runtimes.crun]
runtime_path = "/usr/bin/crun"
runtime_root = "/run/crun"
[crio.runtime.runtimes.kata]
runtime_path = "/usr/bin/containerd-shim-kata-v2"
runtime_type = "vm"
`

/** registries.conf: mirrors of docker.io, and what other names stand for. */
const registriesConf = (mirrors: string) => `[[registry]]
location = "registry.lab:5000"
insecure = true
[[registry]]
location = "docker.io"
${mirrors}
[[registry]]
location = "blocked.example"
blocked = true
[[registry]]
prefix = "k8s.example/group"
location = "registry.lab:5000/google_containers"
insecure = true
`

/** A mirror of registries.conf. */
export const mirror = (host: string, more = '') => `[[registry.mirror]]\nlocation = "${host}"\n${more}`

/** A Debian 12 host where the stand-in for CRI-O runs, with crun and containerd beside it; only inside tests. */
export class CrioHost {
  readonly lab: () => Lab

  constructor(lab: () => Lab) {
    this.lab = lab
  }

  async run(command: string, input = ''): Promise<{ code: number; said: string }> {
    const { code, stdout, stderr } = await this.lab().exec('node', command, input)
    return { code, said: stdout + stderr }
  }

  async write(path: string, text: string): Promise<void> {
    await this.run(`mkdir -p "$(dirname ${path})" && cat >${path}`, text)
  }

  async pull(image: string, options = '') {
    return this.run(`crictl pull ${options} ${image}`)
  }

  /** Pulls from the place that the configuration says now, whatever is there already. */
  async pullAnew(image: string, options = '') {
    await this.run(`crictl rmi ${image}`)
    return this.pull(image, options)
  }

  /** Gives docker.io other mirrors. */
  async setMirrors(mirrors: string): Promise<void> {
    await this.write('/etc/containers/registries.conf.d/20-test.conf', registriesConf(mirrors))
    await this.mustRun('systemctl restart crio')
  }

  async mustRun(command: string): Promise<void> {
    const { code, said } = await this.run(command)
    expect(code, said).toBe(0)
  }
}

/** Such a host for the tests of a file; at first the registry with TLS and an account is docker.io's mirror. */
export function useCrioHost(): CrioHost {
  const host = new CrioHost(useLab({ hosts: [{ name: 'node', kind: 'debian12' }], artifacts: true }))
  beforeAll(async () => {
    await host.write('/etc/apt/sources.list.d/lab.list', sources)
    await host.mustRun('apt-get -q update && apt-get -qy install cri-o cri-o-runc cri-tools crun containerd')
    await host.mustRun('systemctl disable --now containerd && ln -s /bin/true /usr/bin/containerd-shim-kata-v2')
    await host.write('/etc/crictl.yaml', 'runtime-endpoint: unix:///var/run/crio/crio.sock\n')
    await host.write('/etc/crio/crio.conf.d/20-test.conf', crioConf)
    await host.setMirrors(mirror(secureRegistry.host))
  })
  return host
}
