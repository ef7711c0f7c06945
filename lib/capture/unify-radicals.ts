// PDF files often say radicals where they mean the characters that look the same; no search would find them.

/** Radicals of CJK Radicals Supplement that NFKC leaves alone (Unicode, EquivalentUnifiedIdeograph.txt), and their characters. */
const SUPPLEMENT = new Map(
  [
    '⺟母 ⺠民 ⺝月 ⺁厂 ⺇几 ⺎兀 ⺏尣 ⺓幺 ⺘手 ⺙攵 ⺛旡 ⺞歺 ⺣灬 ⺩王 ⺪疋 ⺬示 ⺭礻 ⺮竹 ⺯糹 ⺲罒 ⺴罓 ⺸羊 ⺺聿 ⺻聿 ⺼月',
    '⻁虎 ⻂衤 ⻃覀 ⻄西 ⻅见 ⻆角 ⻇角 ⻈讠 ⻉贝 ⻊足 ⻋车 ⻌辶 ⻍辶 ⻎辶 ⻏阝 ⻐钅 ⻑長 ⻒镸 ⻓长 ⻔门 ⻕阜 ⻖阝 ⻗雨 ⻘青 ⻙韦 ⻚页',
    '⻛风 ⻜飞 ⻝食 ⻞食 ⻟飠 ⻠饣 ⻡首 ⻢马 ⻣骨 ⻤鬼 ⻥鱼 ⻦鸟 ⻧卤 ⻨麦 ⻩黄 ⻪黾 ⻫斉 ⻬齐 ⻭歯 ⻮齿 ⻯竜 ⻰龙 ⻱龜 ⻲亀 ⻳龟',
  ]
    .join(' ')
    .split(' ')
    .map((pair): [string, string] => [pair.charAt(0), pair.charAt(1)]),
)

/** The text with characters in the place of radicals (U+2E80–2FD5). */
export function unifyRadicals(text: string): string {
  return text.replaceAll(
    /[\u2e80-\u2fd5]/g,
    (radical) => SUPPLEMENT.get(radical) ?? radical.normalize('NFKC'),
  )
}
