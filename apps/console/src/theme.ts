import type { ThemeConfig } from 'antd';

/** A Latin face first, for quotes of Latin width; Chinese from the system, or else from the font that comes along. */
export const fontFamily =
  "'Segoe UI', 'Helvetica Neue', 'Open Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans SC Variable', system-ui, sans-serif";

const ink = '#1b2533';

/** Dense and calm: small type, little radius, one blue; colour is kept for severity. */
export const theme: ThemeConfig = {
  token: {
    colorPrimary: '#1d5fa6',
    colorLink: '#1d5fa6',
    colorText: ink,
    colorTextSecondary: '#526072',
    colorTextDescription: '#5a6778',
    colorTextPlaceholder: '#6b7788',
    colorBgLayout: '#f2f4f7',
    colorBorderSecondary: '#e4e8ee',
    borderRadius: 4,
    fontSize: 13,
    fontFamily,
    motion: false,
  },
  components: {
    Layout: { siderBg: '#142033', headerBg: '#ffffff', headerHeight: 48, headerPadding: '0 20px' },
    Menu: { darkItemBg: '#142033', darkItemSelectedBg: '#24507f', itemHeight: 38 },
    Table: { headerBg: '#f7f9fb', headerColor: '#526072', cellPaddingBlockSM: 6, rowHoverBg: '#f4f8fc' },
    Card: { headerHeightSM: 40 },
  },
};

/** Of the chart; also named in its legend. */
export const chartColours = { succeeded: '#4f9a6b', failed: '#c8553d', other: '#9aa7b6', alerts: '#7a1f5c' } as const;
