import { minorNumber } from './compare.ts'
import { SEEN, type Sourced } from './compatibility.ts'

/** The newest patch of each minor that nodeprep knows, for the minors that an upgrade only passes through. */
export const newestPatches: Sourced & { readonly versions: Readonly<Record<string, string>> } = {
  versions: {
    ...{ '1.15': '1.15.12', '1.16': '1.16.15', '1.17': '1.17.17', '1.18': '1.18.20', '1.19': '1.19.16' },
    ...{ '1.20': '1.20.15', '1.21': '1.21.14', '1.22': '1.22.17', '1.23': '1.23.17', '1.24': '1.24.17' },
    ...{ '1.25': '1.25.16', '1.26': '1.26.15', '1.27': '1.27.16', '1.28': '1.28.15', '1.29': '1.29.15' },
    ...{ '1.30': '1.30.14', '1.31': '1.31.14', '1.32': '1.32.13', '1.33': '1.33.13', '1.34': '1.34.12' },
    ...{ '1.35': '1.35.9', '1.36': '1.36.5', '1.37': '1.37.1' },
  },
  source: 'kubernetes.io/releases',
  ...SEEN,
}

/**
 * Members of etcd 3.5 have to be 3.5.24 at least before etcd 3.6 joins them (etcd-io/etcd#20793): Kubernetes 1.34 has 3.6, and
 * of 1.33 the sixth patch is the first with that etcd (kubeadm's constants).
 */
export const lastBeforeEtcd36 = { minor: minorNumber('1.33'), firstPatch: '1.33.6' }
