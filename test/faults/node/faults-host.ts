import { rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../../lab/run.ts'
import { always, inHost, type Fault, type Scene } from './fault.ts'

const full = /No space left|no space|disk is full|ENOSPC|not enough (free )?space|I\/O error|cannot write/i
const fill = ({ bed }: Scene): string => join(bed.disk, 'fill')

/** A folder above which there is a disk without one free block. */
const fullDisk = (path: string) => `set -e
mkdir -p /opt/faults/disk; mount -t tmpfs -o size=4k faults /opt/faults/disk; mkdir /opt/faults/disk/up /opt/faults/disk/work
mount -t overlay -o lowerdir=${path},upperdir=/opt/faults/disk/up,workdir=/opt/faults/disk/work faults ${path}
head -c 4096 /dev/zero >/opt/faults/disk/fill`

/** What found room there (empty files and folders) stays, as on a real disk. */
const emptyDisk = (path: string) => `umount -l ${path}
find /opt/faults/disk/up -type c -delete; cp -a /opt/faults/disk/up/. ${path}/
umount -l /opt/faults/disk`

/** The host writes meanwhile, so that there may be less room by the time it is taken. */
async function takeAllRoom(scene: Scene, tries = 5): Promise<void> {
  const { bavail, bsize } = await statfs(scene.bed.disk)
  try {
    await run('fallocate', ['-l', String(bavail * bsize), fill(scene)])
  } catch (error) {
    if (tries === 1) throw error
    await takeAllRoom(scene, tries - 1)
  }
}

const disks: readonly Fault[] = [
  {
    name: 'disk-etc',
    what: 'the disk of /etc is full',
    fits: always,
    inject: (scene) => inHost(scene, fullDisk('/etc')),
    remove: (scene) => inHost(scene, emptyDisk('/etc')),
    lasts: true,
    says: full,
  },
  {
    name: 'disk-var',
    what: 'the disk of /var, which is the host’s root disk, is full',
    fits: always,
    inject: (scene) => takeAllRoom(scene),
    remove: (scene) => rm(fill(scene), { force: true }),
    lasts: true,
    says: full,
  },
  {
    name: 'disk-run',
    what: 'the disk of /run, which holds the program and its log, is full',
    fits: always,
    inject: async (scene) => {
      await inHost(scene, `mount -o remount,size=$(df -k --output=used /run | tail -n 1 | tr -d ' ')k /run`)
    },
    remove: (scene) => inHost(scene, 'mount -o remount,size=50% /run'),
    lasts: true,
    says: full,
  },
]

const clock = (name: string, what: string, offset: number): Fault => ({
  name,
  what,
  fits: always,
  inject: async (scene) => {
    const library = join(tmpdir(), `nodeprep-faults-clock-${process.pid}-${scene.bed.lab.id}.so`)
    const source = join(import.meta.dirname, 'clock.c')
    await run('cc', ['-shared', '-fPIC', '-O', `-DOFFSET=${offset}`, '-o', library, source])
    await run('cp', [library, await scene.bed.inHost('/opt/faults/clock.so')])
    await rm(library)
    await inHost(scene, 'echo /opt/faults/clock.so >/etc/ld.so.preload')
  },
  remove: (scene) => inHost(scene, 'rm -f /etc/ld.so.preload'),
  lasts: true,
  says: /clock/,
})

/** Faults of the host itself: full disks and a clock that was set. */
export const hostFaults: readonly Fault[] = [
  ...disks,
  clock('clock-ahead', 'the wall clock is set an hour ahead, as every program sees it that starts from now on', 3600),
  clock('clock-back', 'the same, an hour back', -3600),
]
