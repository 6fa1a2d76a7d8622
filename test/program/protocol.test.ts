import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Protocol, type Message } from '../../src/program/protocol.ts'

function parse(chunks: readonly Buffer[], nonces: readonly string[] = ['n1']): { said: Message[]; protocol: Protocol } {
  const said: Message[] = []
  const [first = '', ...more] = nonces
  const protocol = new Protocol((message) => said.push(message))
  protocol.listenTo(first, 'program')
  for (const nonce of more) protocol.listenTo(nonce, 'other')
  for (const chunk of chunks) protocol.feed(chunk)
  return { said, protocol }
}
const textOf = (said: readonly Message[]): string => said.flatMap((m) => (m.type === 'text' ? [m.text] : [])).join('')
const eventsOf = (said: readonly Message[]): string[] =>
  said.flatMap((m) => (m.type === 'event' ? [`${m.name} ${m.rest}`] : []))

describe('Protocol', () => {
  it('tells events from text and leaves output without a final newline intact', () => {
    const { said } = parse([Buffer.from('abc\n\x1en1 ok 3\n\n\x1en1 start 4 crio\nxyz')])
    expect(said).toEqual([
      { type: 'text', text: 'abc' },
      { type: 'event', name: 'ok', rest: '3', from: 'program' },
      { type: 'event', name: 'start', rest: '4 crio', from: 'program' },
      { type: 'text', text: 'xyz' },
    ])
  })

  it('takes a line with another nonce for text', () => {
    const { said, protocol } = parse([Buffer.from('\n\x1eforged ok 3\n')])
    protocol.flush()
    expect([eventsOf(said), textOf(said)]).toEqual([[], '\n\x1eforged ok 3\n'])
  })

  it('hears a second nonce when told to', () => {
    const { said } = parse([Buffer.from('\n\x1en2 start 1 a\n\n\x1en1 begin\n')], ['n1', 'n2'])
    expect(said.map((m) => m.type === 'event' && m.from)).toEqual(['other', 'program'])
  })

  it('says a never-ending event line as text instead of keeping it', () => {
    const { said, protocol } = parse([Buffer.from('\n\x1en1 before 1 '), Buffer.alloc(2 << 20, 'A')])
    expect(textOf(said).length).toBeGreaterThan(1 << 20)
    expect(protocol.consumed).toBeGreaterThan(1 << 20)
  })

  it('listens to no nonce that no run would have', () => {
    const { said, protocol } = parse([Buffer.from('\n\x1e ok 1\n\n\x1ea b ok 2\n')], ['n1', '', 'a b'])
    protocol.flush()
    expect(eventsOf(said)).toEqual([])
  })

  it('takes a line that comes byte by byte, and gives nothing twice', () => {
    const line = `\n\x1en1 before 1 content ${'A'.repeat(200_000)}\nafter`
    const { said, protocol } = parse(Array.from(Buffer.from(line), (byte) => Buffer.from([byte])))
    expect([eventsOf(said)[0]?.length, textOf(said), protocol.consumed]).toEqual([200_017, 'after', line.length])
  })

  it('gives the same however the bytes are cut, counts every byte, and loses no character', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }).map((s) => ({ text: s.replaceAll('\x1e', '') })),
      fc.stringMatching(/^[a-z]+ [a-z0-9 ]*$/).map((event) => ({ event })),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.array(fc.nat(40), { maxLength: 20 }), (pieces, cuts) => {
        const whole = Buffer.from(pieces.map((p) => ('text' in p ? p.text : `\n\x1en1 ${p.event}\n`)).join(''))
        const chunks: Buffer[] = []
        let at = 0
        for (const cut of cuts) chunks.push(whole.subarray(at, (at += cut)))
        const { said, protocol } = parse([...chunks, whole.subarray(at)])
        protocol.flush()
        expect(eventsOf(said)).toEqual(pieces.flatMap((p) => ('event' in p ? [p.event] : [])))
        const text = Buffer.from(pieces.map((p) => ('text' in p ? p.text : '')).join('')).toString()
        expect(textOf(said)).toBe(text)
        expect(protocol.consumed).toBe(whole.length)
      }),
    )
  })
})
