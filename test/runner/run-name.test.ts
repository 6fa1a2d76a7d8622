import { afterEach, expect, it, vi } from 'vitest'
import { newRunName } from '../../src/runner/run.ts'

afterEach(() => vi.useRealTimers())

it('a run is named by its time, and by four digits that tell two of one second apart', () => {
  vi.useFakeTimers({ now: new Date('2026-11-21T10:15:00.123Z') })
  const names = Array.from({ length: 20 }, newRunName)
  for (const name of names) expect(name).toMatch(/^20261121T101500-[0-9a-f]{4}$/)
  expect(new Set(names).size).toBeGreaterThan(15)
})
