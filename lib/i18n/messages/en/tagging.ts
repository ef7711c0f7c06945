// Tags and many links at once: merging, splitting, undoing, choosing.
import type { zhCnTagging } from '../zh-cn/tagging.ts'

export const enTagging: Record<keyof typeof zhCnTagging, string> = {
  'tag.aliases': 'Other names',
  'tag.aliases_hint': 'Separated by commas; each of them finds and sets this tag',
  'tag.merge': 'Merge',
  'tag.merge_title': 'Merge “{path}”',
  'tag.merge_why':
    'Its links and the tags below it go to another tag, and “{path}” becomes another name of that one. This can be undone.',
  'tag.merge_into': 'Into',
  'tag.merge_choose': 'Choose a tag…',
  'tag.split': 'Split',
  'tag.split_title': 'Split “{path}”',
  'tag.split_why':
    'Its {count} {count|link|links} get the tags below instead; tags below it stay. This can be undone.',
  'tag.split_into': 'Into',
  'tag.split_query': 'Only links that fit',
  'tag.split_query_hint': 'As in the search box, such as title:network; empty: all of them',
  'tag.delete': 'Delete tag',
  'tag.delete_title': 'Delete the tag “{path}”?',
  'tag.delete_why':
    '{count} {count|link loses|links lose} it and the tags below it; all links stay. This can be undone.',
  'operation.done': '{count} {count|link|links} changed',
  'operation.queued': 'These are many links: they are being changed in the background',
  'operation.undo': 'Undo',
  'operation.undone': 'Undone',
  'selection.title': 'Chosen links',
  'selection.choose': 'Choose “{title}”',
  'selection.count': '{count} chosen',
  'selection.all': 'All {count} chosen',
  'selection.choose_all': 'Choose all {count}',
  'selection.clear': 'Clear selection',
  'selection.edit': 'Edit',
  'selection.edit_title': 'Edit chosen links',
  'selection.add_tags': 'Add tags',
  'selection.remove_tags': 'Remove tags',
  'selection.visibility': 'Who can see them',
  'selection.visibility_same': 'As it is',
  'selection.visibility_private': 'Only me',
  'selection.visibility_public': 'Everybody',
  'selection.apply': 'Apply',
}
