import preset from '../../jest.preset.mjs';

export default { ...preset, displayName: 'kafka', rootDir: import.meta.dirname };
