// check.mjs [DIR]: other people's tools at a running demo, whose data directory is DIR. One line for each check; 1 when one fails.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readerFrom, registryAt, writerFrom } from './avro.mjs';
import { divided, text, units } from './decimal.mjs';
import { demoIn, HOUR, settledHours, until } from './demo.mjs';
import { consume, produce } from './kcat.mjs';

const SCALE = 15;
const SAMPLE = 'interop-value';
const FLOWS = 'network_flows:indexed_events_count';
const SCANNED = 'log_management:logs_archive_search_gb_scanned';

const demo = demoIn(process.argv[2] ?? '.tributary');
const registry = registryAt(demo.registry);
const reader = readerFrom(registry);
const writer = writerFrom(registry);
const begun = Date.now();
const hours = settledHours(new Date(begun));
// A name of its own in each run: nothing is taken for what an earlier run sent.
const source = 'interop-' + randomUUID();

await check('the registry gives Confluent’s client an id for a schema, and it reads back what it wrote', async () => {
  const [first] = samples();
  const id = await registry.register(SAMPLE, first);
  assert.equal(await registry.getId(SAMPLE, first), id);
  const written = { name: 'Ünïcode', amount: '-123456789012345678901.000000000000001', tags: { a: 'b' } };
  const bytes = await writerFrom(registry, id).serialize('interop', written);
  assert.equal(bytes.readInt32BE(1), id, 'the id in the bytes');
  assert.deepEqual({ ...await reader.deserialize('interop', bytes) }, written, 'decoded is what was encoded');
  return `id ${id}, ${bytes.length} bytes`;
});

await check('it takes a compatible schema, and refuses an incompatible one', async () => {
  const [, compatible, incompatible] = samples();
  const id = await registry.register(SAMPLE, compatible);
  assert.deepEqual(await registry.getAllVersions(SAMPLE), [1, 2]);
  assert.equal((await registry.getLatestSchemaMetadata(SAMPLE)).id, id);
  assert.equal(await registry.testSubjectCompatibility(SAMPLE, incompatible), false);
  const refusal = await registry.register(SAMPLE, incompatible).then(() => undefined, error => error);
  assert.equal(refusal?.status, 409, String(refusal));
  return `id ${id}; 409 for the other`;
});

const sent = [];

await check('Avro that it wrote straight to usage-events counts once', async () => {
  const before = await demo.usage(hours);
  for (const hour of hours) {
    sent.push(event(hour, FLOWS, '4711'), event(hour, SCANNED, '2.750000001'));
  }
  // kcat chooses a partition as all of librdkafka's programs do, Tributary as Java's: what lies in the wrong one is moved.
  for (const one of sent) {
    await produce(demo.bootstrap, 'usage-events', one.org, await writer.serialize('usage-events', one), 'consistent_random');
  }
  const moved = () => demo.usage(hours).then(now => hours.every(hour => flows(now, hour) > flows(before, hour)) && now);
  await until('the events are counted', moved);
  // A second time, and each at once where it belongs. From when on an answer has all of it, the answer itself says.
  for (const one of sent) {
    await produce(demo.bootstrap, 'usage-events', one.org, await writer.serialize('usage-events', one), 'murmur2');
  }
  const acknowledged = new Date();
  const after = await until('the answer has what was sent again', () => demo.usage(hours).then(now => now.asOf > acknowledged && now));
  for (const hour of hours) {
    assert.equal(flows(after, hour) - flows(before, hour), 4711n, 'flows of ' + hour.toISOString());
  }
  return `${sent.length} events, each sent twice`;
});

await check('kcat and the client read from usage-hourly what the API answers', () => until('topic and API agree', async () => {
  const rows = [];
  for (const record of await consume(demo.bootstrap, 'usage-hourly', begun)) {
    rows.push({ key: record.key.toString(), ...await reader.deserialize('usage-hourly', record.value) });
  }
  rows.forEach(assertRow);
  const latest = new Map(rows.map(row => [row.key, row]));
  const api = await demo.usage(hours);
  let compared = 0;
  for (const hour of hours) {
    const row = [...latest.values()].find(one => one.level === 'ORG' && one.org === demo.org && one.hour === hour.getTime());
    assert.ok(row, 'a row of the org at ' + hour.toISOString());
    const found = Object.fromEntries(row.measurements.map(one => [`${one.product_family}:${one.usage_type}`, one.value]));
    const asIntegers = Object.entries(found).map(([type, value]) => [type, divided(units(value, SCALE), 10n ** BigInt(SCALE))]);
    assert.deepEqual(new Map(asIntegers.sort()), new Map([...api.at(hour)].sort()), 'the org’s usage at ' + hour.toISOString());
    assert.match(found[SCANNED], /\.\d{8}[1-9]$/, 'nine decimals, to the last one');
    compared += asIntegers.length;
  }
  return `${rows.length} rows of ${latest.size} keys decoded; ${compared} values of ${hours.length} hours are equal`;
}));

await check('and from usage-rejected what was not counted, why, and its bytes', async () => {
  const poison = Buffer.from('no Avro: ' + source);
  const refused = [
    ['MALFORMED', ['malformed'], poison],
    ['INVALID', ['negative', 'unknown_org'], await writer.serialize('usage-events', { ...event(hours[0], FLOWS, '-1'), org: 'nobody' })],
    ['CONFLICT', ['conflict'], await writer.serialize('usage-events', { ...sent[0], quantity: '4712' })],
  ];
  for (const [, , bytes] of refused) {
    await produce(demo.bootstrap, 'usage-events', demo.org, bytes, 'murmur2');
  }
  return until('all of them are in usage-rejected', async () => {
    const rows = [];
    for (const record of await consume(demo.bootstrap, 'usage-rejected', begun)) {
      rows.push(await reader.deserialize('usage-rejected', record.value));
    }
    for (const [reason, codes, bytes] of refused) {
      const ours = rows.filter(row => row.original.equals(bytes));
      assert.equal(ours.length, 1, reason + ' is there once');
      assert.equal(ours[0].reason, reason);
      assert.deepEqual(ours[0].problems.map(problem => problem.code).sort(), codes);
      assert.ok(ours[0].offset >= 0 && ours[0].appended >= begun, 'where it was');
    }
    return refused.map(([reason]) => reason).join(', ');
  });
});

/** Every row, whoever's: the fields are there, and say the same as the key and as each other. */
function assertRow(row) {
  const place = { ORG: ['org', row.account, row.org], ACCOUNT: ['account', row.account], PARTNER: ['partner', row.partner] }[row.level];
  assert.equal(row.key, [...place, row.hour / HOUR].join('/'));
  assert.ok(row.measurements.length > 0, row.key);
  for (const one of row.measurements) {
    const value = text(divided(units(one.units, SCALE), BigInt(one.units_per_one)), SCALE);
    assert.equal(one.value, value, `${one.units} units of ${one.product_family}:${one.usage_type}, ${one.units_per_one} of which are one`);
  }
}

function flows(usage, hour) {
  return usage.at(hour).get(FLOWS) ?? 0n;
}

function event(hour, type, quantity) {
  const [product_family, usage_type] = type.split(':');
  return { id: randomUUID(), source, org: demo.org, product_family, usage_type, time: hour.getTime() + 1, quantity };
}

/** A schema, one that reads what it wrote, and one that cannot. */
function samples() {
  const fields = [
    { name: 'name', type: 'string' },
    { name: 'amount', type: { type: 'bytes', logicalType: 'decimal', precision: 38, scale: SCALE } },
    { name: 'tags', type: { type: 'map', values: 'string' }, default: {} },
  ];
  const schema = more => ({ schemaType: 'AVRO', schema: JSON.stringify({ type: 'record', name: 'Sample', fields: [...fields, ...more] }) });
  return [schema([]), schema([{ name: 'note', type: ['null', 'string'], default: null }]), schema([{ name: 'must', type: 'long' }])];
}

async function check(what, body) {
  const from = Date.now();
  try {
    console.log(`ok    ${what} (${await body()}; ${((Date.now() - from) / 1000).toFixed(1)} s)`);
  } catch (error) {
    console.log(`WRONG ${what}: ${error.message}`);
    process.exitCode = 1;
  }
}
