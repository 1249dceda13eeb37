'use strict';

// The thread that makes certificates.
require('./program.cjs').begin('hosting/certificates-thread');
