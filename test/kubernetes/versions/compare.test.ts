import { expect, it } from 'vitest'
import { compareVersions } from '../../../src/kubernetes/versions/compare.ts'

it.each([
  ['1.30', '1.9.3', 1],
  ['1.30', '1.30.0', 0],
  ['v1.22.17', '1.22.17', 0],
  ['1.22.16', '1.22.17', -1],
  ['5.14.0-427.el9.x86_64', '5.14', 0],
  ['V10', '9', 1],
  ['V10', '10', 0],
  ['testing', '99', 1],
  ['', '99', 1],
  ['99', '', -1],
  ['', 'rolling', 0],
  ['9.', '9', 0],
])('%j compared with %j gives %i', (a, b, order) => {
  expect(compareVersions(a, b)).toBe(order)
})
