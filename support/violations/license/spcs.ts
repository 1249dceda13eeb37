import { loadTestCredentials, TAG } from '../../fairplay';
import type { Violation } from '../violation';
import { integrityOf, readsLeniently, withBlocks, withLaxBlocks, type LaxBlock } from './lenient-spc';

const HEADER = 176;

/** An SPC that is not authentic, whatever else may be said of it. */
const NOT_AUTHENTIC = ['EP-LIC-10.refused', 'EP-LIC-E4001.refused'];

function lengthOf(body: Buffer): number | undefined {
  return body.length < HEADER ? undefined : body.readUInt32BE(172);
}

function edited(body: Buffer, edit: (copy: Buffer) => void): Buffer {
  const copy = Buffer.from(body);
  edit(copy);
  return copy;
}

/** A block that is not there is taken to be this. */
function assumed(tag: string, value: Buffer): (body: Buffer) => Buffer | undefined {
  return (body) =>
    withBlocks(body, (blocks) => (blocks.some((block) => block.tag === tag) ? blocks : [...blocks, { tag, value }]));
}

function onBlock(tag: string, change: (value: Buffer, blocks: readonly LaxBlock[]) => Buffer) {
  return (body: Buffer): Buffer | undefined =>
    withBlocks(body, (blocks) =>
      // A tag that is there twice is another fault.
      new Set(blocks.map((block) => block.tag)).size < blocks.length
        ? blocks
        : blocks.map((block) => (block.tag === tag ? { tag, value: change(block.value, blocks) } : block)),
    );
}

export const SPCS: readonly Violation[] = [
  readsLeniently(
    {
      id: 'spc-of-any-version',
      sentence: 'ExpressPlay reads an SPC without a look at its version.',
      breaks: ['EP-LIC-10.refused'],
      consequences: [],
    },
    (body) => (body.length < HEADER ? undefined : edited(body, (copy) => copy.writeUInt32BE(1))),
  ),
  readsLeniently(
    {
      id: 'spc-length-not-compared',
      sentence: 'ExpressPlay goes by the bytes that came, not by the payload length that the SPC announces.',
      breaks: ['EP-LIC-10.refused'],
      consequences: [],
    },
    (body) =>
      body.length < HEADER ? undefined : edited(body, (copy) => copy.writeUInt32BE(body.length - HEADER, 172)),
  ),
  readsLeniently(
    {
      id: 'spc-with-more-behind',
      sentence: 'ExpressPlay takes no notice of bytes behind the payload of an SPC.',
      breaks: ['EP-LIC-10.refused'],
      consequences: [],
    },
    (body) => body.subarray(0, HEADER + (lengthOf(body) ?? Infinity)),
  ),
  readsLeniently(
    {
      id: 'spc-of-any-certificate',
      sentence: 'ExpressPlay does not compare the certificate hash of an SPC with its own certificate.',
      breaks: NOT_AUTHENTIC,
      consequences: [],
    },
    (body) =>
      body.length < HEADER
        ? undefined
        : edited(body, (copy) => loadTestCredentials().certificateHash.copy(copy, 152)),
  ),
  readsLeniently(
    {
      id: 'spc-integrity-not-compared',
      sentence: 'ExpressPlay does not compare the integrity bytes of an SPC with those inside SK_R1.',
      breaks: NOT_AUTHENTIC,
      consequences: [],
    },
    onBlock(TAG.skR1Integrity, (value, blocks) => integrityOf(blocks) ?? value),
  ),
  readsLeniently(
    {
      id: 'spc-integrity-left-out',
      sentence: 'ExpressPlay demands integrity bytes only where the SPC has some.',
      breaks: ['EP-LIC-10.refused'],
      consequences: [],
    },
    (body) =>
      withBlocks(body, (blocks) => {
        const value = blocks.some(({ tag }) => tag === TAG.skR1Integrity) ? undefined : integrityOf(blocks);
        return value === undefined ? blocks : [...blocks, { tag: TAG.skR1Integrity, value }];
      }),
  ),
  readsLeniently(
    {
      id: 'spc-blocks-of-any-length',
      sentence: 'ExpressPlay rounds and cuts the lengths of the blocks in an SPC until they fit.',
      breaks: ['EP-LIC-10.refused'],
      consequences: [],
    },
    (body) => withLaxBlocks(body, (blocks) => [...blocks]),
  ),
  readsLeniently(
    {
      id: 'spc-tag-twice',
      sentence: 'ExpressPlay takes the last of two blocks with the same tag.',
      breaks: ['EP-LIC-10.refused'],
      consequences: [],
    },
    (body) => withBlocks(body, (blocks) => [...new Map(blocks.map((block) => [block.tag, block])).values()]),
  ),
  readsLeniently(
    {
      id: 'spc-asset-id-cut',
      sentence: 'ExpressPlay cuts an asset id that is longer than 200 bytes.',
      breaks: ['EP-LIC-10.refused'],
      consequences: [],
    },
    onBlock(TAG.assetId, (value) => value.subarray(0, 200)),
  ),
  readsLeniently(
    {
      id: 'spc-asset-id-of-one-byte',
      sentence: 'ExpressPlay is content with an asset id of one byte.',
      breaks: ['EP-LIC-10.refused'],
      consequences: [],
    },
    onBlock(TAG.assetId, (value) => (value.length === 1 ? Buffer.concat([value, value]) : value)),
  ),
  readsLeniently(
    {
      id: 'spc-without-asset-id',
      sentence: 'ExpressPlay gives a license to an SPC that names no asset.',
      breaks: ['EP-LIC-10.refused'],
      consequences: [],
    },
    assumed(TAG.assetId, Buffer.alloc(2)),
  ),
  readsLeniently(
    {
      id: 'spc-without-transaction-id',
      sentence: 'ExpressPlay gives a license to an SPC without a transaction id.',
      breaks: ['EP-LIC-10.refused'],
      consequences: [],
    },
    (body) =>
      withBlocks(body, (blocks) => {
        if (blocks.some(({ tag }) => tag === TAG.transactionId)) return blocks;
        return [...withoutRequest(blocks), { tag: TAG.transactionId, value: Buffer.alloc(8) }];
      }),
  ),
  readsLeniently(
    {
      id: 'spc-without-seed',
      sentence: 'ExpressPlay takes zeros for the AR seed that an SPC lacks.',
      breaks: ['EP-LIC-10.refused'],
      consequences: [],
    },
    assumed(TAG.arSeed, Buffer.alloc(16)),
  ),
  readsLeniently(
    {
      id: 'spc-without-return-request',
      sentence: 'ExpressPlay takes an SPC without a return request for one that wants nothing returned.',
      breaks: ['EP-LIC-10.refused'],
      consequences: [],
    },
    assumed(TAG.returnRequest, Buffer.alloc(0)),
  ),
  readsLeniently(
    {
      id: 'requested-tag-left-out',
      sentence: 'ExpressPlay leaves out what the return request names and the SPC does not hold.',
      breaks: ['EP-LIC-10.refused', 'EP-LIC-E6004.refused'],
      consequences: [],
    },
    (body) => withBlocks(body, withoutRequest),
  ),
];

/** Nothing is asked to be returned but what is there. */
function withoutRequest(blocks: readonly LaxBlock[]): readonly LaxBlock[] {
  const tags = new Set(blocks.map(({ tag }) => tag));
  return blocks.map((block) => {
    if (block.tag !== TAG.returnRequest) return block;
    const asked = block.value.toString('hex').match(/.{16}/g) ?? [];
    return { tag: block.tag, value: Buffer.from(asked.filter((tag) => tags.has(tag)).join(''), 'hex') };
  });
}
