import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Content } from '../protocol';
import { NotObservableError } from './blocked';
import { Titles, type ExpiryForm } from './titles';

function title(contentID: string, more: Partial<Content> = {}): Content {
  return { contentID, contentKey: '00'.repeat(16), iv: '11'.repeat(16), ...more };
}

const DUMMY = title('dummy');
const SHORT = title('short', { expirationTime: '+60' });
const HOUR = title('hour', { expirationTime: '+3600' });
const DAY = title('day', { expirationTime: '+86400', expirationForm: 'relative' });
const TURNED = title('turned', { expirationTime: '+60', expirationForm: 'absolute' });
const DATED = title('dated', { expirationTime: '2099-01-01T00:00:00Z' });
const LONGEST = title('longest', { expirationTime: '+2592000' });
const FREE = title('free');

const titlesOf = (...contents: Content[]): Titles => new Titles(contents, 'dummy');

describe('Titles', () => {
  it('name the missing registration title', () => {
    assert.throws(
      () => new Titles([DAY], 'dummy'),
      /^Error: registration\.contentID dummy is not among sees\.contents$/,
    );
  });

  it('take the first title that lasts an hour or has no end as the main one', () => {
    assert.equal(titlesOf(DUMMY, SHORT, HOUR, DAY).main, HOUR);
    assert.equal(titlesOf(SHORT, FREE, DUMMY).main, FREE);
    assert.equal(titlesOf(DUMMY, DATED).main, DATED);
  });

  it('make do with a short one, or with the registration title itself', () => {
    assert.equal(titlesOf(DUMMY, SHORT).main, SHORT);
    const alone = titlesOf(DUMMY);
    assert.equal(alone.main, DUMMY);
    assert.equal(alone.registration, DUMMY);
  });

  it('have another title only where one lasts', () => {
    assert.equal(titlesOf(DUMMY, DAY, SHORT, HOUR).another, HOUR);
    assert.throws(() => titlesOf(DUMMY, DAY, SHORT).another, NotObservableError);
  });

  it('give every flow a title, in turns', () => {
    const titles = titlesOf(DUMMY, DAY, HOUR);
    assert.deepEqual(
      [0, 1, 2, 3].map((index) => titles.nth(index)),
      [DAY, HOUR, DAY, HOUR],
    );
    assert.equal(titlesOf(DUMMY, DAY).nth(7), DAY);
  });

  const forms: readonly [ExpiryForm, Content][] = [
    ['relative', DAY],
    ['absolute', TURNED],
    ['absolute', DATED],
    ['thirty-day', LONGEST],
  ];
  for (const [form, content] of forms) {
    it(`find the title with a ${form} expiry: ${content.contentID}`, () => {
      assert.equal(titlesOf(DUMMY, FREE, content).withExpiry(form), content);
      const others = forms.flatMap(([other, one]) => (other === form ? [] : one));
      assert.throws(
        () => titlesOf(DUMMY, FREE, ...others).withExpiry(form),
        new RegExp(`no title with a ${form} expiry`),
      );
    });
  }

  it('find the title that ends first, in whichever order they are configured', () => {
    assert.equal(titlesOf(DUMMY, DAY, SHORT, HOUR).withExpiry('relative'), SHORT);
    const turnedDay = title('turned day', { expirationTime: '+86400', expirationForm: 'absolute' });
    assert.equal(titlesOf(DUMMY, DATED, turnedDay, TURNED).withExpiry('absolute'), TURNED);
  });

  it('take as one that ends an absolute one only where no relative one is', () => {
    assert.equal(titlesOf(DUMMY, TURNED, DAY).ending, DAY);
    assert.equal(titlesOf(DUMMY, LONGEST, TURNED, FREE).ending, TURNED);
    assert.throws(() => titlesOf(DUMMY, LONGEST, FREE).ending, NotObservableError);
  });

  it('tell the policy of a title', () => {
    assert.equal(titlesOf(DUMMY, SHORT).policyOf('short'), '+60');
    assert.equal(titlesOf(DUMMY).policyOf('dummy'), undefined);
    assert.equal(titlesOf(DUMMY).policyOf('unknown'), undefined);
  });

  it('leave titles with stored or wrapped keys to those who ask for them', () => {
    const [kid, kek, ek] = ['22'.repeat(16), '33'.repeat(16), '44'.repeat(24)];
    const stored = title('stored', { kid, kek });
    const wrapped = title('wrapped', { kek, ek });
    const titles = titlesOf(DUMMY, stored, wrapped, HOUR, DAY);
    assert.equal(titles.main, HOUR);
    assert.deepEqual([titles.nth(0), titles.nth(1), titles.nth(2)], [HOUR, DAY, HOUR]);
    assert.deepEqual(titles.wrapped, [stored, wrapped]);
    assert.deepEqual(titlesOf(DUMMY, wrapped).wrapped, [wrapped]);
    assert.throws(() => titlesOf(DUMMY, HOUR).wrapped, NotObservableError);
  });

  it('make do with such titles where there are no others', () => {
    const stored = title('stored', { kid: '22'.repeat(16), kek: '33'.repeat(16) });
    const other = title('other', { kid: '55'.repeat(16), kek: '33'.repeat(16) });
    assert.equal(titlesOf(DUMMY, stored, other).main, stored);
    assert.equal(titlesOf(DUMMY, stored, other).another, other);
  });

  it('find a rented title', () => {
    const rented = title('rented', { rentalDuration: 60 });
    assert.equal(titlesOf(DUMMY, title('bought', { rentalDuration: 0 }), rented).rented, rented);
    assert.throws(() => titlesOf(DUMMY, DAY).rented, NotObservableError);
  });
});
