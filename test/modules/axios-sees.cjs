/* global Buffer */
// A SEES as a CommonJS module that calls ExpressPlay by axios, and answers every request with another messageID.
const { randomBytes } = require('node:crypto');
const axios = require('axios');
const { createSees: reference } = require('../../support/reference');

exports.createSees = ({ clock, ...options }) => {
  const right = reference(options, { clock, random: randomBytes, call });
  return async (request) => {
    const { status, headers, body } = await right(request);
    return { status, headers, body: body.toString().replace(/("messageID":")./, '$1!') };
  };
};

async function call({ method, url, headers, body }) {
  const settings = { responseType: 'arraybuffer', validateStatus: () => true, timeout: 1000, maxRedirects: 0 };
  const carried = body.length === 0 ? {} : { data: body };
  const answer = await axios.request({ method, url, headers, ...settings, ...carried });
  return { status: answer.status, headers: { ...answer.headers }, body: Buffer.from(answer.data) };
}
