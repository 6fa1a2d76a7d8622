import { describe, expect, it } from 'vitest'
import { Slots } from '../../src/runner/slots.ts'

describe('Slots', () => {
  it('lets no more in than there are, in order', async () => {
    const slots = new Slots(1)
    const seen: number[] = []
    await slots.take()
    const all = [1, 2].map((n) => slots.take().then(() => seen.push(n)))
    await Promise.resolve()
    expect(seen).toEqual([])
    slots.give()
    await all[0]
    expect(seen).toEqual([1])
    slots.give()
    await all[1]
    expect(seen).toEqual([1, 2])
  })

  it('makes the next ones wait longer when a host went on by itself', async () => {
    const slots = new Slots(1)
    slots.takeAnyway()
    slots.takeAnyway()
    let entered = false
    const next = slots.take().then(() => (entered = true))
    slots.give()
    await Promise.resolve()
    expect(entered).toBe(false)
    slots.give()
    await next
    expect(entered).toBe(true)
  })
})
