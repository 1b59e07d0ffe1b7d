// SPDX-License-Identifier: Apache-2.0
const path = require('path');

module.exports = require('node-gyp-build')(path.join(__dirname, '..', '..'));
module.exports.nodeTypeInfo = require('../../src/node-types.json');
