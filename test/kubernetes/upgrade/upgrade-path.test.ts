import { describe, expect, it } from 'vitest'
import { NEWEST_KUBERNETES, OLDEST_KUBERNETES } from '../../../src/kubernetes/versions/compatibility.ts'
import { minorNumber } from '../../../src/kubernetes/versions/compare.ts'
import { newestPatches } from '../../../src/kubernetes/versions/newest-patches.ts'
import { upgradePath } from '../../../src/kubernetes/upgrade/upgrade-path.ts'

const way = (from: string, to: string, via?: string) => upgradePath(from, to, via?.split(',')).join(' ')

describe('the way of an upgrade', () => {
  it.each([
    ['1.20.2', '1.20.3', '1.20.3'],
    ['1.20.2', '1.20.2', ''],
    ['1.30.4', '1.31.1', '1.31.1'],
    ['1.30.4', '1.32.1', '1.31.14 1.32.1'],
    ['1.30.0', '1.37.1', '1.31.14 1.32.13 1.33.13 1.34.12 1.35.9 1.36.5 1.37.1'],
    ['1.15.0', '1.17.0', '1.16.15 1.17.0'],
    ['1.33.5', '1.33.9', '1.33.9'],
    ['1.33.5', '1.34.1', '1.33.13 1.34.1'],
    ['1.33.6', '1.34.1', '1.34.1'],
    ['1.33.5', '1.35.0', '1.33.13 1.34.12 1.35.0'],
  ])('from %s to %s is %s', (from, to, expected) => {
    expect(way(from, to)).toBe(expected)
  })

  it.each([
    ['1.30.0', '1.32.1', '1.31.2', '1.31.2 1.32.1'],
    ['1.30.0', '1.32.1', '1.30.9', '1.30.9 1.31.14 1.32.1'],
    ['1.33.5', '1.34.1', '1.33.8', '1.33.8 1.34.1'],
    ['1.30.0', '1.33.0', '1.32.4,1.31.2', '1.31.2 1.32.4 1.33.0'],
  ])('from %s to %s by way of %s is %s', (from, to, via, expected) => {
    expect(way(from, to, via)).toBe(expected)
  })

  it.each([
    ['1.31.2', '1.30.9', undefined, 'the cluster runs Kubernetes 1.31.2, which is newer than 1.30.9 in cluster.yaml'],
    ['1.30.0', '1.32.1', 'v1.31', '--via v1.31: not a version of Kubernetes'],
    ['1.30.0', '1.32.1', '1.33.1', '--via 1.33.1: not between 1.30.0 and 1.32.1'],
    ['1.30.5', '1.32.1', '1.30.4', '--via 1.30.4: not between 1.30.5 and 1.32.1'],
    ['1.30.0', '1.32.1', '1.31.1,1.31.2', '--via names two versions of 1.31'],
  ])('from %s to %s by way of %s is refused', (from, to, via, message) => {
    expect(() => way(from, to, via)).toThrow(message)
  })

  it('says what the way is without --via', () => {
    expect(() => way('1.30.0', '1.32.1', '1.29.1')).toThrow(
      expect.objectContaining({ remedy: 'Without --via the way is 1.30.0 → 1.31.14 → 1.32.1.' }),
    )
  })

  it('is known for every minor that cluster.yaml can have', () => {
    const first = minorNumber(OLDEST_KUBERNETES)
    const all = Array.from({ length: minorNumber(NEWEST_KUBERNETES) - first + 1 }, (_, i) => `1.${first + i}`)
    expect(Object.keys(newestPatches.versions)).toEqual(all)
    for (const [line, version] of Object.entries(newestPatches.versions))
      expect(version.startsWith(`${line}.`)).toBe(true)
  })
})
