import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** For kcat -f: the lengths go before the bytes, so that these may be anything. */
export const FORMAT = '%p %o %K %S %k%s';

/** The records in what kcat prints in FORMAT: {partition, offset, key, value}, the last two as bytes, null where there are none. */
export async function* records(chunks) {
  let left = Buffer.alloc(0);
  for await (const chunk of chunks) {
    left = left.length === 0 ? chunk : Buffer.concat([left, chunk]);
    let at = 0;
    for (let found; (found = recordAt(left, at)); at = found.end) {
      yield found;
    }
    left = left.subarray(at);
  }
  if (left.length > 0) {
    throw new Error('the input ends within a record: is it what kcat prints with -f ' + JSON.stringify(FORMAT) + '?');
  }
}

/** The record that begins here; undefined when not all of it is there. */
function recordAt(bytes, at) {
  const numbers = [];
  for (let begin = at, end; numbers.length < 4; begin = end + 1) {
    end = bytes.indexOf(' ', begin);
    if (end < 0) {
      return undefined;
    }
    numbers.push(Number(bytes.toString('latin1', begin, end)));
    at = end + 1;
  }
  if (!numbers.every(Number.isInteger)) {
    throw new Error('this is not what kcat prints with -f ' + JSON.stringify(FORMAT));
  }
  const [partition, offset, keyLength, valueLength] = numbers;
  const key = at + Math.max(0, keyLength);
  const end = key + Math.max(0, valueLength);
  return end > bytes.length ? undefined : { partition, offset,
    key: keyLength < 0 ? null : bytes.subarray(at, key), value: valueLength < 0 ? null : bytes.subarray(key, end), end };
}

/** What a topic has got since then (milliseconds), up to its end; of transactions only what was committed. */
export async function consume(bootstrap, topic, since) {
  const found = [];
  const kcat = run(['-C', '-q', '-e', '-b', bootstrap, '-t', topic, '-o', 's@' + since, '-X', 'isolation.level=read_committed',
    '-f', FORMAT]);
  for await (const record of records(kcat.stdout)) {
    found.push(record);
  }
  await kcat.ended;
  return found;
}

/** Returns when the broker has the record. */
export async function produce(bootstrap, topic, key, value, partitioner) {
  const folder = mkdtempSync(join(tmpdir(), 'interop-'));
  try {
    // As a file of its own: what kcat reads line by line would end at the first newline among the bytes.
    const file = join(folder, 'value');
    writeFileSync(file, value);
    const kcat = run(['-P', '-b', bootstrap, '-t', topic, '-k', key, '-X', 'topic.partitioner=' + partitioner, file]);
    await Promise.all([text(kcat.stdout), kcat.ended]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function run(args) {
  const child = spawn('kcat', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const complaints = text(child.stderr);
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', async code => code === 0 ? resolve() : reject(new Error('kcat ' + args.join(' ') + ' ended with ' + code + ': '
        + (await complaints))));
  });
  // Awaited later than it may fail.
  ended.catch(() => {});
  return { stdout: child.stdout, ended };
}
