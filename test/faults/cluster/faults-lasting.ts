import { labPaths } from '../../lab/state.ts'
import { network } from '../../lab/network.ts'
import { run } from '../../lab/run.ts'
import { inScene, type ClusterFault, type ClusterScene } from './fault.ts'
import type { ClusterStep } from './steps.ts'

const full = /no space left|disk is full|not enough|cannot write|input\/output error/i
const always = (): boolean => true
const pulls = ({ id }: ClusterStep): boolean =>
  ['control-plane-images', 'kubeadm-init', 'kubeadm-join', 'cni'].includes(id)
const waits = (step: ClusterStep, phase: string): boolean => pulls(step) && /^(before|inside)/.test(phase)

/** A folder above which there is a disk without one free block. Removing it brings back what lay there before. */
const fullEtc = `set -e
mkdir -p /opt/faults/disk; mount -t tmpfs -o size=4k faults /opt/faults/disk; mkdir /opt/faults/disk/up /opt/faults/disk/work
mount -t overlay -o lowerdir=/etc,upperdir=/opt/faults/disk/up,workdir=/opt/faults/disk/work faults /etc
head -c 4096 /dev/zero >/opt/faults/disk/fill || :`

const disks = ({ bed }: ClusterScene): string => labPaths(bed.lab.id).disks
/** For the host, names are all in /etc/hosts; this rewrites where the registry is said to be. */
const registry = (address: string) => (scene: ClusterScene) =>
  inScene(
    scene,
    `sed 's/^${network.gateway.replaceAll('.', '\\.')} .*/${address}/' /etc/hosts >/opt/faults/hosts; cat /opt/faults/hosts >/etc/hosts`,
  )
const names = `${network.gateway} mirror.lab registry.lab secure.lab client.lab`
const restore = (scene: ClusterScene) =>
  inScene(
    scene,
    `grep -v ' registry.lab$' /etc/hosts >/opt/faults/hosts || :; echo '${names}' >>/opt/faults/hosts; sort /opt/faults/hosts -o /opt/faults/hosts; cat /opt/faults/hosts >/etc/hosts`,
  )

/** Faults that stay until they are taken away: when a run has failed of them, or after a while. */
export const lastingFaults: readonly ClusterFault[] = [
  {
    name: 'disk-etc',
    what: 'the disk of /etc is full',
    fits: always,
    inject: (scene) => inScene(scene, fullEtc),
    lasts: true,
    remove: (scene) => inScene(scene, 'umount -l /etc; umount -l /opt/faults/disk; rmdir /opt/faults/disk'),
    says: full,
  },
  {
    name: 'disk-var',
    what: 'the disk of /var, which is the root disk, is full, on both hosts',
    fits: always,
    inject: async (scene) => {
      const used = (await run('df', ['-k', '--output=used', disks(scene)])).trim().split('\n').at(-1) ?? ''
      await run('mount', ['-o', `remount,size=${used.trim()}k`, disks(scene)])
    },
    lasts: true,
    remove: async (scene) => {
      await run('mount', ['-o', 'remount,size=50%', disks(scene)])
    },
    says: full,
  },
  {
    name: 'disk-run',
    what: 'the disk of /run, which holds the program and its log, is full',
    fits: always,
    inject: (scene) =>
      inScene(scene, `mount -o remount,size=$(df -k --output=used /run | tail -n 1 | tr -d ' ')k /run`),
    lasts: true,
    remove: (scene) => inScene(scene, 'mount -o remount,size=50% /run'),
    says: full,
  },
  {
    name: 'dns',
    what: 'the registry’s name is not known any more',
    fits: waits,
    inject: registry(''),
    lasts: true,
    remove: restore,
    says: /lookup registry\.lab|no such host|temporary failure/i,
  },
  {
    name: 'registry-gone',
    what: 'nobody answers at the registry’s address',
    fits: waits,
    inject: registry(`${network.prefix}250 registry.lab`),
    lasts: true,
    remove: restore,
    says: /registry\.lab.*(no route|timeout|refused|deadline)|no route to host/i,
  },
  {
    name: 'registry-refuses',
    what: 'the registry’s port is closed',
    fits: waits,
    inject: registry('127.0.0.1 registry.lab'),
    lasts: true,
    remove: restore,
    says: /connection refused/i,
  },
]
