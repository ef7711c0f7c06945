// Counts what an article is made of, for whoever compares extractions.
import type { Article } from './article.ts'

/** Numbers of its parts, by the tags of its sanitised HTML; all 0 when there is no article. */
export interface PartCounts {
  words: number
  characters: number
  paragraphs: number
  headings: number
  listItems: number
  tables: number
  images: number
  links: number
  codeBlocks: number
  /** Lines of code that are not empty. */
  codeLines: number
}

export function countParts(
  article: Pick<Article, 'html' | 'text' | 'code' | 'wordCount'> | null,
): PartCounts {
  const tags = (names: string) =>
    article?.html.match(new RegExp(`<(?:${names})(?=[\\s>/])`, 'g'))?.length ?? 0
  return {
    words: article?.wordCount ?? 0,
    characters: article?.text.length ?? 0,
    paragraphs: tags('p'),
    headings: tags('h[1-6]'),
    listItems: tags('li'),
    tables: tags('table'),
    images: tags('img'),
    links: tags('a'),
    codeBlocks: tags('pre'),
    codeLines: article?.code.split('\n').filter((line) => line.trim() !== '').length ?? 0,
  }
}
