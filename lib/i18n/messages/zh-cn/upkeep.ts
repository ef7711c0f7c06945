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
  'verify.repaired': '发现 {count} 个问题，{left} 个没能处理，{lost} 处内容找不回来：{blobs} 份内容，{size}',

  'repair.set_aside': '已移到隔离区',
  'repair.removed': '已清理',
  'repair.derived': '已重新生成',
  'repair.corrected': '已改正',
  'repair.marked': '无法找回，已在快照上注明',
  'repair.left': '没能处理',

  'backup.progress': '已写入 {rows} 条记录，{blobs} 份内容',
  'backup.done': '备份完成：{file}，{rows} 条记录，{blobs} 份内容，{size}',
  'backup.missing': '有 {count} 份内容丢失或损坏，没能备份，请运行 linkhome verify',
  'restore.progress': '已检查 {checked} 项，已恢复 {blobs} 份内容，已索引 {links} 个链接',
  'restore.done': '恢复完成：{rows} 条记录，{blobs} 份内容，{links} 个链接',
  'restore.missing': '备份里缺少 {count} 份内容，请运行 linkhome verify --repair',

  'rebuild.progress': '{links} 个链接，{versions} 个版本，已查看 {blobs} 份内容',
  'rebuild.done': '重建完成：新增 {links} 个链接，{versions} 个版本',
  'rebuild.password': '{email} 还没有密码，请运行 linkhome user reset-password',
  'rebuild.missing': '有 {count} 份内容已经丢失，相关快照已注明',
} as const
