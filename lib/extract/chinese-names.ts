// Family names of China: what follows a label is a name only when it begins with one.

/** The most frequent ones; together they are borne by more than nine of ten people. */
const SURNAMES =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤穆卓古吉简项褚娄窦戚岑景费冷晏席卫米柏宗瞿桂佟臧闵伊'

/** Matches one family name, also of two characters, within a larger pattern with the flag `u`. */
export const SURNAME = `(?:欧阳|上官|司马|诸葛|司徒|端木|皇甫|慕容|令狐|[${SURNAMES}])`
