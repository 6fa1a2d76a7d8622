import type { Holder } from './evidence.ts'

const owned = (access = ''): boolean => /^[46]00 root$/.test(access)

function file(why: string, name: RegExp, path: RegExp): Holder {
  return { why, holds: ({ name: canary }, { where, access }) => name.test(canary) && path.test(where) && owned(access) }
}

function process(why: string, name: RegExp, words: RegExp): Holder {
  return {
    why,
    holds: ({ name: canary }, { machine, place, where }) =>
      machine === 'client' && place === '/proc/*/environ' && name.test(canary) && words.test(where),
  }
}

const given = /\(given\)$/
const account = /^password of a registry's account$/

/** Whoever has to hold a secret. Files count only while root alone may read them. */
export const holders: readonly Holder[] = [
  process(
    "nodeprep's own environment, where the user put it",
    /^(sudo password|key passphrase|password of a registry's account)$/,
    /nodeprep\.js/,
  ),
  process(
    'the ssh that unlocks the key with it, and what that ssh starts',
    /^key passphrase$/,
    /^\d+: (ssh|sh|\/bin\/sh|cat) /,
  ),
  {
    why: 'render prints the program, and in it what the user wrote into cluster.yaml',
    holds: ({ name }, { where }) => given.test(name) && /^nodeprep render/.test(where),
  },
  file(
    'kubeadm init configuration, with what the user wrote into cluster.yaml',
    given,
    /^\/etc\/kubernetes\/nodeprep\/kubeadm-init\.yaml$/,
  ),
  file('etcd, which keeps every object of the cluster', /./, /^\/var\/lib\/etcd\//),
  file(
    "the administrator's kubeconfig",
    /^kubeconfig$/,
    /^\/etc\/kubernetes\/admin\.conf$|^\/root\/\.kube\/config$|^admin\.conf$/,
  ),
  {
    why: 'render prints the program, and in it the account that the runtime gets',
    holds: ({ name }, { where }) => account.test(name) && /^nodeprep render/.test(where),
  },
  file('the accounts that CRI-O shows to registries', account, /^\/etc\/crio\/nodeprep-auth\.json$/),
  file('the file of the sensitive step', /^registry password$/, /^\/etc\/crio\/auth\.json$/),
]
