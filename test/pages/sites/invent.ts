// Words, sentences, names and numbers for the made-up sites: the same seed says the same thing on every day.
import { createHash } from 'node:crypto'

export type Tongue = 'zh' | 'en'

export interface Invention {
  /** A whole number from `low` to `high`, both included. */
  number(low: number, high: number): number
  pick<T>(list: readonly [T, ...T[]]): T
  /** A heading without a full stop. */
  title(tongue: Tongue): string
  sentence(tongue: Tongue): string
  /** Between 3 and 7 sentences unless told. */
  paragraph(tongue: Tongue, sentences?: number): string
  person(tongue: Tongue): string
  /** A day of 2025 as `2025-MM-DD`. */
  day(): string
}

const ZH_WHAT = [
  '本地缓存',
  '构建脚本',
  '这台旧服务器',
  '消息队列',
  '全文索引',
  '浏览器的渲染线程',
  '新的部署流程',
  '日志系统',
  '一张不起眼的配置表',
  '备份任务',
  '测试环境',
  '内网网关',
  '字体子集',
  '图片懒加载',
] as const
const ZH_DOES = [
  '会在第二次访问时被复用',
  '其实早就不需要重启了',
  '把响应时间压到了原来的三分之一',
  '只占用很少的内存',
  '在凌晨两点悄悄失败了',
  '需要先把时区设置正确',
  '终于可以按天滚动',
  '比我们预想的要简单得多',
  '在弱网环境下表现稳定',
  '留下了一行谁也没看懂的警告',
  '可以用二十行代码讲清楚',
  '必须和上游保持同一个版本',
] as const
const ZH_JOIN = ['，而且', '，不过', '，所以', '；与此同时，', '，换句话说，', '。后来发现'] as const
const ZH_TITLE_START = ['聊聊', '重新认识', '一次', '关于', '从零开始的', '踩坑记录：', '十分钟读懂'] as const
const EN_WHAT = [
  'The cache',
  'A small queue',
  'Every build',
  'The old parser',
  'Our search index',
  'The scheduler',
  'A careful reader',
  'One forgotten flag',
  'The renderer',
  'Each worker',
  'The migration',
  'A second disk',
] as const
const EN_DOES = [
  'keeps its promise under load',
  'starts before anybody asks for it',
  'writes one line and then sleeps',
  'needs a clock that never runs backwards',
  'was twice as fast as the draft',
  'returns the same bytes for the same question',
  'forgets what it has not seen for a week',
  'fails loudly and recovers quietly',
  'can be read in a single sitting',
  'costs less than the log it replaces',
] as const
const EN_JOIN = ['; besides, ', ', and in practice ', ', although ', ', because '] as const
const ZH_PEOPLE = ['林晓舟', '陈默', '周以宁', '何青山', '苏木', '顾北辰', '沈知远', '叶小川'] as const
const EN_PEOPLE = [
  'Ada Fernside',
  'Jon Halloway',
  'Mira Okoye',
  'Tomas Brandt',
  'Ines Calder',
  'Wei Larkin',
] as const

/** mulberry32: 32 bits of state are plenty for filler. */
function randomOf(seed: string): () => number {
  let state = createHash('sha256').update(seed).digest().readUInt32LE(0)
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Begins the invention that belongs to a seed. */
export function invent(seed: string): Invention {
  const random = randomOf(seed)
  const number = (low: number, high: number) => low + Math.floor(random() * (high - low + 1))
  const pick = <T>(list: readonly [T, ...T[]]): T => list[Math.floor(random() * list.length)] ?? list[0]
  const clause = (tongue: Tongue) =>
    tongue === 'zh' ? pick(ZH_WHAT) + pick(ZH_DOES) : `${pick(EN_WHAT)} ${pick(EN_DOES)}`
  const sentence = (tongue: Tongue) => {
    const second = clause(tongue)
    if (tongue === 'zh') return `${clause(tongue)}${random() < 0.6 ? pick(ZH_JOIN) + second : ''}。`
    return `${clause(tongue)}${random() < 0.5 ? pick(EN_JOIN) + second.charAt(0).toLowerCase() + second.slice(1) : ''}.`
  }
  const two = (value: number) => String(value).padStart(2, '0')
  return {
    number,
    pick,
    sentence,
    title: (tongue) =>
      tongue === 'zh' ? `${pick(ZH_TITLE_START)}${pick(ZH_WHAT)}` : `${pick(EN_WHAT)} ${pick(EN_DOES)}`,
    paragraph: (tongue, sentences = number(3, 7)) =>
      Array.from({ length: sentences }, () => sentence(tongue)).join(tongue === 'zh' ? '' : ' '),
    person: (tongue) => (tongue === 'zh' ? pick(ZH_PEOPLE) : pick(EN_PEOPLE)),
    day: () => `2025-${two(number(1, 12))}-${two(number(1, 28))}`,
  }
}

/** Calls `make` with 0, 1, … and joins what it gives. */
export const repeat = (count: number, make: (index: number) => string, separator = '\n'): string =>
  Array.from({ length: count }, (_value, index) => make(index)).join(separator)
