export default { transform: {}, testMatch: ['**/*.test.*'], moduleFileExtensions: ['js', 'mjs', 'cjs'] };
