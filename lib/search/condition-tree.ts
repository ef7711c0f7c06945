// A query with what each of its leaves asks: composed into one condition, and evaluated for one link.
import { allOf, anyOf, askedOfEach, isGrams, noneOf, type Condition } from './condition.ts'
import type { Meaning } from './fields.ts'
import type { Leaf } from './query-leaf.ts'

export type Tree =
  | { kind: 'leaf'; leaf: Leaf; index: number }
  | { kind: 'and' | 'or'; children: Tree[] }
  | { kind: 'not'; child: Tree }

interface Asked {
  /** Of all links that the tree can be true of, or only of links that it is certainly true of? */
  over: boolean
  /** Does an index give the links, or are they walked and asked one by one? */
  isByIndex: boolean
}

/**
 * The condition that holds for all links that the tree can be true of, or only for links that it is certainly true of.
 * Negation swaps the two: a link with all pairs of a phrase may yet lack the phrase.
 */
export function approximate(tree: Tree, asked: Asked): Condition {
  switch (tree.kind) {
    case 'leaf': {
      if (!asked.over && tree.leaf.verify.length > 0) return false
      return askedBest(tree.leaf, asked)
    }
    case 'not':
      return noneOf(approximate(tree.child, { ...asked, over: !asked.over }))
    case 'and':
      return allOf(tree.children.map((child) => approximate(child, asked)))
    case 'or':
      return anyOf(tree.children.map((child) => approximate(child, asked)))
  }
}

/** Of a leaf or a filter. Lexemes can be negated within the index; of what else is negated no index gives the links. */
export function askedBest({ condition, ofOne = condition }: Meaning, { over, isByIndex }: Asked): Condition {
  if (!isByIndex) return askedOfEach(ofOne)
  return over || isGrams(condition) ? condition : ofOne
}

/** The words in the title's grams; what is negated or no word says nothing here, and is in the whole condition anyway. */
export function inTitle(tree: Tree): Condition | null {
  switch (tree.kind) {
    case 'leaf':
      return tree.leaf.titleCondition
    case 'not':
      return null
    case 'and':
    case 'or': {
      const parts = tree.children.map(inTitle).filter((part) => part !== null)
      if (parts.length === 0) return null
      return tree.kind === 'and' ? allOf(parts) : anyOf(parts)
    }
  }
}

/** Does an index give what the tree can be true of? What is only negated it does not. */
export function isReachable(tree: Tree): boolean {
  switch (tree.kind) {
    case 'leaf':
      return tree.leaf.isIndexed
    case 'not':
      return false
    case 'and':
      return tree.children.some(isReachable)
    case 'or':
      return tree.children.every(isReachable)
  }
}

export function evaluate(tree: Tree, isTrue: (leaf: Leaf, index: number) => boolean): boolean {
  switch (tree.kind) {
    case 'leaf':
      return isTrue(tree.leaf, tree.index)
    case 'not':
      return !evaluate(tree.child, isTrue)
    case 'and':
      return tree.children.every((child) => evaluate(child, isTrue))
    case 'or':
      return tree.children.some((child) => evaluate(child, isTrue))
  }
}

/** Is each leaf true of whatever the tree is true of? */
export function isConjunction(tree: Tree): boolean {
  return tree.kind === 'leaf' || (tree.kind === 'and' && tree.children.every(isConjunction))
}
