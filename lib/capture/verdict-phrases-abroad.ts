// What pages in the way say in languages beside Chinese and English: things and what became of them, calls and their purpose.
// Data: how they count is said in judge-capture.ts.

/** A thing, and within a few words what became of it. Names say it and nothing else, lines say it somewhere. */
const FATES: readonly [thing: string, fate: string][] = [
  [
    'страниц|стать[яиюе]|документ|запись|пост|видео|файл|товар|объявлени',
    'не найден|не существ|удал[её]н|недоступ|снят',
  ],
  [
    'ページ|記事|コンテンツ|動画|商品|ファイル|投稿',
    '見つかりません|見つかりませんでした|存在しません|削除されました|公開(?:を|は)?終了|表示できません',
  ],
  ['페이지|기사|게시[물글]|문서|동영상|상품', '찾을 수 없|존재하지 않|삭제되|볼 수 없'],
  [
    'página|artículo|contenido|v[ií]deo|archivo|producto',
    'no (?:existe|encontrad|se (?:ha )?encontr|est[áa] (?:ya )?disponible)|ya no (?:existe|est[áa])',
  ],
  ['no (?:hemos )?(?:encontr|podido encontrar)', 'página|artículo|contenido|archivo'],
  [
    'page|article|contenu|vidéo|fichier|produit',
    "introuvable|n[’']existe (?:pas|plus)|n[’']est (?:plus|pas) disponible|a été (?:supprimée?|retirée?)",
  ],
  [
    'Seite|Artikel|Inhalt|Beitrag|Datei|Produkt|Anzeige',
    'nicht gefunden|existiert nicht|nicht (?:mehr )?(?:verfügbar|vorhanden)|(?:wurde|ist) gelöscht',
  ],
  [
    'página|artigo|conteúdo|v[ií]deo|arquivo',
    'não (?:foi )?encontrad|não existe|não está (?:mais )?disponível',
  ],
  [
    'pagina|articolo|contenuto|video|file',
    'non (?:è stat[ao] )?trovat|non esiste|non (?:è )?(?:più )?disponibil',
  ],
  ['pagina|artikel|inhoud', 'niet gevonden|bestaat niet|niet (?:meer )?beschikbaar'],
  ['stron[ay]|artykuł|treść', 'nie (?:została? )?(?:znalezion|istnieje)|niedostępn'],
]

export const MISSING_ABROAD = {
  names: FATES.map(([thing, fate]) => new RegExp(`^.{0,24}(?:${thing}).{0,24}(?:${fate}).{0,24}$`, 'iu')),
  lines: FATES.map(([thing, fate]) => new RegExp(`^.{0,24}(?:${thing}).{0,32}(?:${fate})`, 'iu')),
}

export const CHALLENGES_ABROAD = {
  lines: [
    /(?:я|вы) не робот|, а не робот|kein(?:e)? roboter|pas un robot|no (?:soy|eres|es) un robot|não (?:é|sou) um robô|non (?:sei|sono) un robot|ロボットで(?:は|ない)|로봇이 아/iu,
  ],
}

export const GATES_ABROAD = {
  names: [
    /^(?:anmelden|anmeldung|einloggen|connexion|se connecter|iniciar sesión|entrar|accedi|logga in|zaloguj się|вход|войти|авторизация|ログイン|로그인)$/i,
  ],
}

/** Who pays reads on. */
export const CUTS_ABROAD: readonly RegExp[] = [
  /(?:nur )?für (?:abonnent|mitglieder)|(?:jetzt|mit [\w+ ]{1,24}) weiterlesen|weiterlesen mit|lesen sie (?:weiter )?mit/i,
  /réservée?s? (?:aux|à nos) abonnés|il vous reste \d+ ?%|pour lire la suite|(?:exclusiv[oa]|sol[oa]) para (?:suscriptores|socios|assinantes)|(?:suscr[ií]bete|assine) para (?:seguir|continuar)|riservat[oa] agli abbonati/i,
  /доступ\S* (?:только )?(?:по подписке|подписчикам)|чтобы (?:прочитать|дочитать|продолжить чтение)/i,
  /有料(?:会員|記事|登録|プラン).{0,8}(?:限定|のみ|専用)|残り\s*[\d,]+\s*文字|(?:登録|ログイン)して続きを|続きを読むには|구독(?:자|회원).{0,4}(?:전용|만)/,
]
