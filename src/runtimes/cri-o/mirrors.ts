import type { MirrorPreset } from '../../cluster/cluster.ts'
import { besideKeys, type PackagePreset } from '../../packages/mirrors.ts'

/** TUNA and USTC copy the Kubernetes project's packages, which CRI-O left in February 2025: nothing newer is expected there. */
const NEWEST_COPIED = 32

/** No mirror in China is known to have CRI-O's present home (isv:/cri-o on download.opensuse.org). */
const mirrors: Readonly<Partial<Record<MirrorPreset, PackagePreset>>> = {
  tuna: besideKeys('https://mirrors.tuna.tsinghua.edu.cn/kubernetes/addons:/cri-o:/stable:/v{minor}'),
  ustc: besideKeys('https://mirrors.ustc.edu.cn/kubernetes/addons:/cri-o:/stable:/v{minor}'),
}

/** Where a mirror has a minor of CRI-O; undefined where it does not, and the packages come from upstream. */
export function mirroredPackages(preset: MirrorPreset, minor: number): PackagePreset | undefined {
  return minor <= NEWEST_COPIED ? mirrors[preset] : undefined
}
