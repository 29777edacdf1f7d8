/**
 * What is typed again and again in China, and at tills: the likelier first. Numbers are read aloud (5201314: I love you
 * for ever), names and words are pinyin. Our own list; `blocklistVersion` in blocklist.ts counts its changes.
 */
export const chinesePasswords: readonly string[] = `
123456 123456789 111111 123123 5201314 12345678 woaini 888888 666666 000000 1314520 a123456 123456a 520520 168168
woaini1314 woaini520 5211314 7758521 1234567890 147258369 147258 159357 112233 110110 123321 520131 1314521 521521
88888888 66666666 99999999 11111111 00000000 12341234 11223344 147852369 741852963 789456123 987654321 0123456789
qwe123 asd123 zxc123 abc123 aaa123 qq123456 qaz123 1q2w3e 1q2w3e4r 1qaz2wsx qazwsx wsx123 a123123 aa123456 abcd1234
zhang123 wang123 li123456 liu123 chen123 yang123 zhao123 huang123 zhou123 wu123456 woaiwojia wodemima woshishui aini1314
aini520 iloveyou iloveyou1314 nihao nihao123 nishizhu caonima mima mima123 mima123456 wobuzhidao buzhidao suibian shabi
shenme zhongguo china beijing shanghai guangzhou shenzhen chengdu hangzhou nanjing wuhan tianjin chongqing xian
wangwei wangfang liwei lina zhangwei zhangmin lijing wangjing liuwei wangxiuying zhangli lixiuying wangli zhangjing
liuyang wanglei lijuan zhangyong liufang wangyan lijie zhangjie wangjun liyong zhangyan wangtao limin wangchao lilei
hanmeimei xiaoming xiaohong xiaoli laoban laobanniang dianzhang yuangong jingli
shouyin shouyin1 shouyin123 shouyinyuan shouyintai shoukuan caiwu chaoshi bianlidian mendian shangdian dianpu canting
chuzhang kuaiji cangku kucun huiyuan pos pos123 pos888 pos123456 posji cashier cashier1 cashier123 manager manager1
admin admin123 admin888 admin666 admin123456 administrator root root123 guanliyuan xitong guest test test123 user user123
password passw0rd p@ssw0rd p@ssword welcome changeme letmein taobao alipay zhifubao weixin wechat unionpay yinlian
facai gongxi gongxifacai wangcai dajidali shunli pingan kuaile xingfu zhaocaijinbao caiyuangungun kaimenhong
518518 518888 188888 168888 666888 888666 999888 998998 886886 5201314a woaini1 woaini123 baobao baobei laogong laopo
mama baba gege meimei didi jiejie tangtang doudou qwerty qwertyuiop asdfgh asdfghjkl zxcvbn zxcvbnm qweasd qweasdzxc
`
  .trim()
  .split(/\s+/);
