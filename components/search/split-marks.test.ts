import { expect, test } from 'vitest'
import { splitMarks } from './split-marks.ts'

const draw = (text: string, marks: [number, number][]) =>
  splitMarks({ text, marks })
    .map((piece) => (piece.isMarked ? `[${piece.text}]` : piece.text))
    .join('')

test.each<[string, [number, number][], string]>([
  ['容器网络的桥接', [[2, 4]], '容器[网络]的桥接'],
  ['abc', [], 'abc'],
  ['abc', [[0, 3]], '[abc]'],
  [
    'abcd',
    [
      [2, 3],
      [0, 1],
    ],
    '[a]b[c]d',
  ],
  [
    'abcd',
    [
      [0, 2],
      [1, 3],
    ],
    '[ab]cd',
  ],
  ['abc', [[2, 9]], 'abc'],
])('%s with marks %j is drawn %s', (text, marks, expected) => expect(draw(text, marks)).toBe(expected))
