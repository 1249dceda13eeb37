/* global Buffer, URL */
// A SEES as a CommonJS module: the independent one as a listener of node's http, by its own clock.
const { Desk } = require('../independent/sees');
const { Upstream } = require('../independent/upstream');

exports.createSees = ({ tokenUrl, recordUrl, customerAuthenticator, contents, record }) => {
  const titles = contents.map(({ expirationTime, ...title }) => ({ ...title, lifeSeconds: Number(expirationTime) }));
  const records = { cookie: record.cookie, device: record.deviceId, error: record.errorCode };
  const upstream = { tokenUrl, recordUrl, authenticator: customerAuthenticator, records };
  const style = { refusalStatus: 200, refusalUrl: 'null', withoutType: 'refused' };
  // Nobody shows a certificate inside one process.
  const options = { titles, withdrawn: [], style, flaw: 'any client certificate' };
  const desk = new Desk(options, new Upstream(upstream, 32));
  return async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    const url = new URL(request.url, 'http://here');
    url.pathname = url.pathname.replace('/sees/SEESServlet', '/drm/entitle');
    const { status, type, body } = await desk.serve(request, url, Buffer.concat(parts));
    response.writeHead(status, { 'content-type': type }).end(body);
  };
};
