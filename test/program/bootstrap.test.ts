import { expect, test } from 'vitest'
import { bootstrap } from '../../src/program/bootstrap.ts'

const functions = [...bootstrap().matchAll(/^(\w+)\(\) /gm)].map(([, name = '']) => name)

test('each function of the files of facts is called at its time', () => {
  const called = ['begin', 'facts', 'end'].map((time) => {
    const line = new RegExp(`^${time}_all\\(\\) \\{ (.*); :; \\}$`, 'm').exec(bootstrap())?.[1] ?? ''
    return [`${time}_all`, ...line.split('; ')]
  })
  expect(called).toEqual([
    ['begin_all', 'begin_kubernetes'],
    ['facts_all', 'facts_kubernetes', 'facts_containerd'],
    ['end_all', 'end_kubernetes'],
  ])
  for (const [all] of called) expect(bootstrap().match(new RegExp(`\\b${all}\\b`, 'g')), all).toHaveLength(2)
})

test('no function of one file takes the place of another of that name', () => {
  expect(functions.filter((name, i) => functions.indexOf(name) !== i)).toEqual([])
})

test('one file at most has something that is read while the facts are', () => {
  expect(bootstrap().match(/(?<![\w$])L=\w+/g)).toEqual(['L=live'])
})

test('it can be an argument, and be counted in bytes', () => {
  expect(bootstrap()).toMatch(/^[ -~\n]+[!-~]$/)
})
