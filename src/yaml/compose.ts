import { EVENT_ID, getScalarValue } from 'js-yaml'
import type { Event, MappingEvent, ScalarEvent, SequenceEvent } from 'js-yaml'
import { Anchors } from './anchors.ts'
import { short, type Complain } from './complain.ts'
import type { YamlEntry, YamlNode } from './node.ts'
import { scalarStart, scalarValue } from './scalar.ts'

type Tagged = ScalarEvent | SequenceEvent | MappingEvent

/** Where an empty item of a list stands; nothing in the events says so. */
function dashAfter(source: string, offset: number): number {
  const distance = source.slice(offset).search(/-(?=\s|$)/)
  return distance < 0 ? offset : offset + distance
}

/** Builds the documents' nodes from js-yaml's events. What is wrong goes to `complain`; reading goes on. */
export function composeDocuments(source: string, events: readonly Event[], complain: Complain): YamlNode[] {
  let next = 0
  let end = 0
  // One measure for the whole file: many documents must not each unfold to as much.
  const unfolded = { nodes: 0, text: 0 }
  let anchors = new Anchors(complain, unfolded)

  const peek = () => events[next]?.type
  const tagOf = (event: Tagged) => (event.tagStart < 0 ? '' : source.slice(event.tagStart, event.tagEnd))
  const startOf = (event: Tagged, own: number) =>
    Math.min(...[own, event.tagStart, event.anchorStart - 1].filter((offset) => offset >= 0))

  function node(event: Event | undefined): YamlNode {
    if (event?.type === EVENT_ID.SCALAR) return anchored(event, () => scalar(event))
    if (event?.type === EVENT_ID.SEQUENCE) return anchored(event, () => sequence(event))
    if (event?.type === EVENT_ID.MAPPING) return anchored(event, () => mapping(event))
    if (event?.type === EVENT_ID.ALIAS) {
      end = event.anchorEnd
      return anchors.resolve(source.slice(event.anchorStart, event.anchorEnd), event.anchorStart - 1)
    }
    throw new TypeError('unexpected YAML event')
  }

  function anchored(event: Tagged, build: () => YamlNode): YamlNode {
    return event.anchorStart < 0 ? build() : anchors.define(source.slice(event.anchorStart, event.anchorEnd), build)
  }

  function scalar(event: ScalarEvent): YamlNode {
    const text = event.valueStart < 0 ? '' : getScalarValue(source, event)
    const start = startOf(event, event.valueStart < 0 ? end : scalarStart(event, source))
    end = Math.max(end, event.valueEnd, event.tagEnd, event.anchorEnd)
    const tag = tagOf(event)
    const value = scalarValue(event, text, tag)
    if (value === undefined) complain(start, `tag ${short(tag)} is unknown or does not fit`, 'leave the tag out')
    const textStart = event.valueStart < 0 ? start : event.valueStart
    const broken = value === undefined
    const shared = { start, size: 1, length: text.length, broken }
    return { kind: 'scalar', ...shared, value: broken ? text : value, text, textStart }
  }

  function sequence(event: SequenceEvent): YamlNode {
    const start = opened(event, '!!seq')
    const items: YamlNode[] = []
    while (peek() !== EVENT_ID.POP) {
      const item = events[next++]
      const empty = item?.type === EVENT_ID.SCALAR && item.valueStart < 0
      if (empty) end = dashAfter(source, end)
      items.push(node(item))
      if (empty) end += 1
    }
    next += 1
    const size = items.reduce((sum, item) => sum + item.size, 1)
    const length = items.reduce((sum, item) => sum + item.length, 0)
    return { kind: 'sequence', start, size, length, broken: false, items }
  }

  function mapping(event: MappingEvent): YamlNode {
    const start = opened(event, '!!map')
    const entries: YamlEntry[] = []
    const seen = new Set<string>()
    let broken = false
    while (peek() !== EVENT_ID.POP) {
      const key = node(events[next++])
      const value = node(events[next++])
      const name = keyOf(key)
      if (name === undefined) {
        broken = true
        continue
      }
      if (seen.has(name)) complain(key.start, `key ${JSON.stringify(short(name))} is given twice`, 'keep one of them')
      else entries.push({ key: name, keyStart: key.start, value })
      seen.add(name)
    }
    next += 1
    const size = entries.reduce((sum, { value }) => sum + 1 + value.size, 1)
    const length = entries.reduce((sum, { key, value }) => sum + key.length + value.length, 0)
    return { kind: 'mapping', start, size, length, broken, entries }
  }

  function opened(event: SequenceEvent | MappingEvent, wanted: string): number {
    const start = startOf(event, event.start)
    const tag = tagOf(event)
    end = Math.max(end, event.start)
    if (tag !== '' && tag !== wanted)
      complain(start, `tag ${short(tag)} is unknown or does not fit`, 'leave the tag out')
    return start
  }

  function keyOf(key: YamlNode): string | undefined {
    if (key.kind !== 'scalar')
      complain(key.start, 'a key must be text', 'put quotes around text that begins with { or [')
    else if (key.text === '<<') complain(key.start, 'merge keys (<<) are not supported', 'write the keys out')
    else if (key.text === '__proto__') complain(key.start, 'key "__proto__" is not allowed')
    else return key.text
    return undefined
  }

  const documents: YamlNode[] = []
  while (peek() === EVENT_ID.DOCUMENT) {
    next += 1
    anchors = new Anchors(complain, unfolded)
    if (peek() !== EVENT_ID.POP) documents.push(node(events[next++]))
    next += 1
  }
  return documents
}
