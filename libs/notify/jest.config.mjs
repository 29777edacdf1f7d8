import preset from '../../jest.preset.mjs';

export default { ...preset, displayName: 'notify', rootDir: import.meta.dirname };
