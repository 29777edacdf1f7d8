import preset from '../../jest.preset.mjs';

export default { ...preset, displayName: 'postgres', rootDir: import.meta.dirname };
