import preset from '../../jest.preset.mjs';

export default { ...preset, displayName: 'compliance', rootDir: import.meta.dirname };
