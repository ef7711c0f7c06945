// Upkeep: verify, backup, restore, rebuild.
import type { zhCnUpkeep } from '../zh-cn/upkeep.ts'

export const enUpkeep: Record<keyof typeof zhCnUpkeep, string> = {
  'verify.missing': 'bytes are missing',
  'verify.damaged': 'bytes are damaged',
  'verify.row_differs': 'the row does not agree with the bytes',
  'verify.orphan': 'no row refers to it',
  'verify.unknown': 'not a file of ours',
  'verify.unfinished': 'an unfinished temporary file',
  'verify.no_front': 'the link does not show a version that it has',
  'verify.unindexed': 'the link cannot be found by searching',
  'verify.tag_count': 'the tag counts its links wrongly',
  'verify.snapshots': '{count} {count|snapshot|snapshots}',
  'verify.progress': '{blobs} blobs checked, {size}',
  'verify.clean': 'All is well: {blobs} {blobs|blob|blobs}, {size}',
  'verify.unclean': '{count} {count|problem|problems} in {blobs} {blobs|blob|blobs}, {size}',
  'verify.repaired':
    '{count} {count|problem|problems}, {left} not repaired, {lost} with bytes that are gone for good: {blobs} {blobs|blob|blobs}, {size}',

  'repair.set_aside': 'set aside',
  'repair.removed': 'removed',
  'repair.derived': 'made again',
  'repair.corrected': 'corrected',
  'repair.marked': 'lost, and the snapshot says so',
  'repair.left': 'not repaired',

  'backup.progress': '{rows} rows and {blobs} blobs written',
  'backup.done': 'Backed up to {file}: {rows} rows, {blobs} blobs, {size}',
  'backup.missing':
    '{count} {count|blob was|blobs were} missing or damaged and could not be backed up; run linkhome verify',
  'restore.progress': '{checked} members checked, {blobs} blobs restored, {links} links indexed',
  'restore.done': 'Restored: {rows} rows, {blobs} blobs, {links} links',
  'restore.missing': '{count} {count|blob is|blobs are} not in the backup; run linkhome verify --repair',

  'rebuild.progress': '{links} links, {versions} versions, {blobs} blobs looked at',
  'rebuild.done': 'Rebuilt: {links} {links|link|links} and {versions} {versions|version|versions} added',
  'rebuild.password': '{email} has no password yet: run linkhome user reset-password',
  'rebuild.missing': '{count} {count|blob is|blobs are} lost, and their snapshots say so',
}
