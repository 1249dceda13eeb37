import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { create } from 'xmlbuilder2';
import { bindingScript, failedRecord, record, Script, timeScript, wrongFinding, finding } from '../testing/records';
import { widthOf } from './measure';
import { sequencePicture } from './sequence-picture';

/** Throws where the text is no well-formed XML. */
function parse(svg: string): string {
  return create(svg).end({ format: 'xml' });
}

/** First words of everything drawn, from top to bottom. */
function arrowNames(svg: string): string[] {
  return [...svg.matchAll(/<tspan[^>]*>([BT]\d+r?) /gu)].map(([, name]) => name ?? '');
}

function groups(svg: string, kind: string): string[] {
  return [...svg.matchAll(new RegExp(`<g class="${kind}">[^]*?</g>`, 'gu'))].map(([group]) => group);
}

describe('sequencePicture', () => {
  it('draws the binding sequence in the order of the diagram', () => {
    const svg = sequencePicture(record(bindingScript()));
    parse(svg);
    const order = 'B1 B2 B2r B3 B4 B5 B4r B6 B7 B8 B9 B10 B11 B12 B13 B14 B15 B16';
    assert.deepEqual(arrowNames(svg), order.split(' '));
    assert.match(svg, />Transaction History</u);
  });

  it('draws the time-based sequence, the note between, and no history lifeline', () => {
    const svg = sequencePicture(record(timeScript()));
    parse(svg);
    assert.deepEqual(arrowNames(svg), ['T1', 'T2', 'T3', 'T4', 'T5', 'T6', 'T5', 'T6']);
    assert.doesNotMatch(svg, />Transaction History</u);
    const note = svg.indexOf('clock moved by 61 s</tspan>');
    assert.ok(svg.indexOf('>T6 CKC') < note && note < svg.indexOf('>T6 HTTP 403'));
  });

  it('draws a refusal dashed, with its status and code', () => {
    const [refused, ...others] = groups(sequencePicture(record(timeScript())), 'refused');
    assert.match(refused ?? '', /stroke-dasharray="7 4"/u);
    assert.match(refused ?? '', /T6 HTTP 403, error -4001/u);
    assert.equal(others.length, 0);
  });

  it('draws the wrong answer in red, and only that, with what was expected and observed below', () => {
    const svg = sequencePicture(failedRecord());
    parse(svg);
    const wrong = [...svg.matchAll(/<g class="\w+ wrong">[^]*?<\/g>/gu)].map(([group]) => group);
    assert.equal(wrong.length, 1);
    assert.match(wrong[0] ?? '', /stroke="#c62828"/u);
    assert.match(wrong[0] ?? '', />B16 CKC/u);
    const [evidence] = groups(svg, 'evidence');
    assert.match(evidence ?? '', /SEQ-42 \(MUST\).*expected: a refusal.*observed: HTTP 200/su);
    assert.ok(svg.indexOf(wrong[0] ?? '') < svg.indexOf('class="evidence"'));
  });

  it('says at the top where it broke, and only where it did', () => {
    const svg = sequencePicture(failedRecord());
    const [broke] = groups(svg, 'broke');
    assert.match(broke ?? '', /Broke at #8, red below · expected: a refusal/u);
    assert.ok(svg.indexOf('class="broke"') < svg.indexOf('>Client<'));
    assert.deepEqual(groups(sequencePicture(record(timeScript())), 'broke'), []);
  });

  it('blames the request where SEES asked wrongly and the answer where ExpressPlay answered wrongly', () => {
    const red = (check: string): string => {
      const svg = sequencePicture(record(bindingScript(), { findings: [wrongFinding(6, { check })] }));
      return />(B\d+) /u.exec(/<g class="\w+ wrong">[^]*?<\/g>/u.exec(svg)?.[0] ?? '')?.[1] ?? 'none';
    };
    assert.equal(red('SEES-TOK-11'), 'B11');
    assert.equal(red('EP-TOK-02'), 'B12');
  });

  it('says once what several checks say of one answer', () => {
    const findings = [wrongFinding(7), wrongFinding(7, { check: 'EP-LIC-06' })];
    const [evidence] = groups(sequencePicture(record(bindingScript(), { findings })), 'evidence');
    assert.match(evidence ?? '', />SEQ-42, EP-LIC-06 \(MUST\): /u);
    assert.equal(evidence?.match(/expected: /gu)?.length, 1);
  });

  it('draws nothing red for what deviates from a MAY, and tells a finding without exchange at the end', () => {
    const info = sequencePicture(
      record(timeScript(), { findings: [wrongFinding(1, { level: 'MAY', outcome: 'info' })] }),
    );
    assert.doesNotMatch(info, /c62828/u);
    const { exchange: _, ...nowhere } = wrongFinding(1);
    assert.equal(groups(sequencePicture(record(timeScript(), { findings: [nowhere] })), 'evidence').length, 1);
  });

  it('leaves out the middle of a long journal but nothing that went wrong', () => {
    const script = new Script();
    for (let token = 1; token <= 40; token += 1) script.entitlement(1, token);
    const findings = [wrongFinding(31), finding({ exchange: 33 })];
    const svg = sequencePicture(record(script, { findings }));
    parse(svg);
    const numbers = [...svg.matchAll(/>#(\d+)</gu)].map(([, number]) => Number(number));
    assert.deepEqual(numbers, [...Array.from({ length: 20 }, (_, index) => index + 1), 31]);
    assert.deepEqual([...svg.matchAll(/… \d+ more \w+/gu)].map(String), ['… 10 more exchanges', '… 9 more exchanges']);
  });

  it('tells once what was left out among answers of exchanges at once', () => {
    const script = new Script();
    const nest = (token: number): void => {
      if (token <= 30)
        script.entitlement(1, token, () => {
          nest(token + 1);
        });
    };
    nest(1);
    const svg = sequencePicture(record(script));
    assert.deepEqual([...svg.matchAll(/… \d+ more \w+/gu)].map(String), ['… 10 more exchanges']);
    assert.equal(svg.match(/isAllowed true/gu)?.length, 20 * 2);
    const numbers = [...svg.matchAll(/>#(\d+)</gu)].map(([, number]) => Number(number));
    const begun = Array.from({ length: 20 }, (_, index) => index + 1);
    assert.deepEqual(numbers, [...begun, ...begun.toReversed()], 'an answer tells whose it is');
  });

  it('lets no label run past its arrow, and keeps all of it in a title', () => {
    const parameters = Array.from({ length: 30 }, (_, index) => `parameter${String(index)}=1`).join('&');
    const script = new Script();
    script.entitlement(1, 1, () => script.token(1, parameters));
    const svg = sequencePicture(record(script));
    assert.match(svg, /<title>T2 token request: parameter0, [^<]*parameter29<\/title>/u);
    const [label] = /<tspan[^>]*>T2 [^]*?<\/text>/u.exec(svg) ?? [''];
    const lines = [...label.matchAll(/>([^<>]+)<\/tspan>/gu)].map(([, line]) => line ?? '');
    assert.equal(lines.length, 3);
    assert.match(lines.at(-1) ?? '', /…$/u);
    // Half of what is between the outer lifelines of a picture 900 pixels wide.
    assert.ok(lines.every((line) => widthOf(line, 13) <= (900 - 14 - 82 - 44 - 66) / 2));
  });

  it('draws all of exactly 24 exchanges', () => {
    const script = new Script();
    for (let token = 1; token <= 24; token += 1) script.entitlement(1, token);
    assert.doesNotMatch(sequencePicture(record(script)), / more /u);
  });

  it('keeps the whole of a cut text in a title', () => {
    const meant = 'device A, after a very long story '.repeat(20).trim();
    const svg = sequencePicture(record(new Script().license(1, { meant })));
    assert.ok(svg.includes(`<title>${meant}</title>`));
    assert.match(svg, /…<\/tspan>/u);
  });

  it('draws a request that never got an answer after everything else, and a scenario that sent nothing', () => {
    const script = new Script()
      .send({ operation: 'license', from: 'client', to: 'expressplay', url: 'https://ep.example/' })
      .token(1);
    const svg = sequencePicture(record(script));
    assert.ok(svg.lastIndexOf('no answer') > svg.lastIndexOf('epTokenURL'));
    assert.match(sequencePicture(record(new Script())), /nothing was sent/u);
  });

  it('refers to nothing outside itself and stays well-formed whatever a server says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const script = new Script().license(1, { failure: text, meant: text }).note(text);
        const svg = sequencePicture(
          record(script, { name: text, findings: [wrongFinding(1, { message: text, observed: text })] }),
        );
        parse(svg);
        assert.doesNotMatch(svg, /<(?:script|image|use|foreignObject|style)\b|\bhref=|url\(/u);
      }),
      { numRuns: 60 },
    );
  });
});
