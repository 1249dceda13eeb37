import type { Filed } from '../filed';
import { getIn, type KeyPath } from '../key-path';
import { problem, type Rule } from '../rule';
import type { SettingProblem } from '../validate';

const URLS: readonly KeyPath[] = [
  ['sees', 'url'],
  ['expressplay', 'tokenUrl'],
  ['expressplay', 'recordUrl'],
  ['expressplay', 'listen', 'publicUrl'],
  ['expressplay', 'listen', 'recordPublicUrl'],
  ['expressplay', 'listen', 'licensePublicUrl'],
];

const SERVICES: Readonly<Record<string, string>> = {
  tokenUrl: 'https://HOST/hms/fp/token',
  recordUrl: 'https://HOST/cmiapi/getrecord/',
};

export const urlProblems: Rule = (filed) => [
  ...URLS.flatMap((key) => {
    const text = getIn(filed, key);
    return typeof text === 'string' ? checkUrl(key, text) : [];
  }),
  ...onePublicUrl(filed),
  ...proxyProblems(filed),
];

/** A public URL says where one port is reached; another port needs one of its own. */
function onePublicUrl({ expressplay }: Filed): SettingProblem[] {
  const { publicUrl, recordPort, licensePort, recordPublicUrl, licensePublicUrl } = expressplay.listen;
  const others = [
    ['recordPort', recordPort, 'recordPublicUrl', recordPublicUrl],
    ['licensePort', licensePort, 'licensePublicUrl', licensePublicUrl],
  ] as const;
  if (publicUrl === undefined) return [];
  const without = others.filter(([, port, , url]) => port !== undefined && url === undefined);
  if (without.length === 0) return [];
  const what = `it stands for one port, and ${without.map(([port]) => port).join(' and ')} names another.`;
  const form = `${without.map(([, , url]) => url).join(' and ')} as well, or publicUrl with one port, or several ports without it`;
  return [problem(['expressplay', 'listen', 'publicUrl'], what, form)];
}

/** User and password belong here: they are told to nobody but the proxy. */
function proxyProblems({ network: { proxy } }: Filed): SettingProblem[] {
  const key = ['network', 'proxy'];
  if (proxy === undefined) return [];
  if (!URL.canParse(proxy)) return [problem(key, 'this is no URL.', PROXY_FORM)];
  const { pathname, search, hash } = new URL(proxy);
  const bare = pathname === '/' && search === '' && hash === '';
  return bare ? [] : [problem(key, 'a proxy has no path and no query.', PROXY_FORM)];
}

const PROXY_FORM = 'http://HOST:PORT, or http://USER:PASSWORD@HOST:PORT';

function checkUrl(key: KeyPath, text: string): SettingProblem[] {
  if (!URL.canParse(text)) return [problem(key, 'this is no URL.', 'an absolute http or https URL')];
  const url = new URL(text);
  const service = SERVICES[String(key.at(-1))];
  if (url.username !== '' || url.password !== '') {
    return [problem(key, 'a URL shows up in reports, and this one holds a user or a password.', 'a URL without them')];
  }
  if (url.hash !== '') return [problem(key, 'a fragment (#...) is never sent.', 'a URL without it')];
  if (service !== undefined && url.pathname === '/') return [problem(key, 'the path is missing.', service)];
  return [];
}

const BARE_TLS = 'sees.tls.mode: mutual or server for https, none for http';

/** How the player connects to a SEES behind a URL. */
export const tlsProblems: Rule = ({ sees }: Filed) => {
  const { mode, cert, key } = sees.tls;
  const problems: SettingProblem[] = [];
  if (cert !== undefined && key === undefined) {
    problems.push(problem(['sees', 'tls', 'key'], 'is missing beside cert.', 'the private key of cert (PEM)'));
  }
  if (cert === undefined && key !== undefined) {
    problems.push(problem(['sees', 'tls', 'cert'], 'is missing beside key.', 'the certificate of key (PEM)'));
  }
  if (sees.url === undefined || mode === undefined || !URL.canParse(sees.url)) return problems;
  const secure = new URL(sees.url).protocol === 'https:';
  if (secure !== (mode !== 'none')) {
    problems.push(problem(['sees', 'tls', 'mode'], `${mode} does not go with sees.url.`, BARE_TLS));
  } else if (mode === 'mutual' && cert === undefined && key === undefined) {
    problems.push(
      problem(['sees', 'tls', 'cert'], 'is missing; mode mutual needs it.', 'a client certificate (PEM) and its key'),
    );
  }
  return problems;
};
