import { expect, test } from 'vitest'
import { editDistance } from './edit-distance.ts'

test.each([
  ['docker', 'docker', 0],
  ['dokcer', 'docker', 1],
  ['doker', 'docker', 1],
  ['dockerr', 'docker', 1],
  ['kubernets', 'kubernetes', 1],
  ['kubenrets', 'kubernetes', 2],
  ['java', 'lava', 1],
  ['java', 'python', 3],
  ['', 'ab', 2],
])('between %s and %s lie %i slips', (one, other, slips) => {
  expect(editDistance(one, other, 2)).toBe(slips)
})
