// 维护：检查、备份、恢复、重建。

export const zhCnUpkeep = {
  'verify.missing': '内容丢失',
  'verify.damaged': '内容已损坏',
  'verify.row_differs': '记录与内容不符',
  'verify.orphan': '没有任何记录引用',
  'verify.unknown': '不认识的文件',
  'verify.unfinished': '没有写完的临时文件',
  'verify.no_front': '链接没有显示可用的版本',
  'verify.unindexed': '链接搜索不到',
  'verify.tag_count': '标签的链接数不对',
  'verify.snapshots': '涉及 {count} 个快照',
  'verify.progress': '已检查 {blobs} 份内容，{size}',
  'verify.clean': '全部完好：{blobs} 份内容，{size}',
  'verify.unclean': '发现 {count} 个问题：{blobs} 份内容，{size}',
} as const
