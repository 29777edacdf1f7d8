/** Daily duties: who may do what, contacts, stores that one person runs, what a terminal is told about somebody. */
export const dutyZhCn = {
  rights: {
    takes: '您没有此项权限。可由以下角色办理：{{roles}}。',
    or: '、',
    everywhere: '您的账户只管理部分门店，此项须由管理全部门店的账户办理。',
  },
};
