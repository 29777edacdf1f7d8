/** Words of daily duties: part of the words of both languages. */
export const dutyWordsZhCn = {
  event: {
    ContactRegistered: '登记联系方式',
    ContactRemoved: '删除联系方式',
    OnePersonStoreRegistered: '登记单人门店',
  },
  value: {
    'unauthorised-use': '账号被冒用',
    'import-operators': '操作员',
    'import-training': '培训记录',
    'import-rosters': '排班',
  },
};

export const dutyWordsEn = {
  event: {
    ContactRegistered: 'Contact registered',
    ContactRemoved: 'Contact removed',
    OnePersonStoreRegistered: 'One-person store registered',
  },
  value: {
    'unauthorised-use': 'unauthorised use',
    'import-operators': 'Operators',
    'import-training': 'Training',
    'import-rosters': 'Roster',
  },
} satisfies typeof dutyWordsZhCn;
