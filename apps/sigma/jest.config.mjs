import preset from '../../jest.preset.mjs';

export default { ...preset, displayName: 'sigma', rootDir: import.meta.dirname };
