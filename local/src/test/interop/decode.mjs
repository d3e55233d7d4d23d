// decode.mjs REGISTRY TOPIC < what kcat prints in the format of kcat.mjs: one line of JSON for each record.
import { readerFrom, registryAt } from './avro.mjs';
import { records } from './kcat.mjs';

const [url, topic] = process.argv.slice(2);
if (!topic) {
  console.error("usage: kcat -C … -f '%p %o %K %S %k%s' | node decode.mjs REGISTRY TOPIC");
  process.exit(2);
}
const reader = readerFrom(registryAt(url));
for await (const { partition, offset, key, value } of records(process.stdin)) {
  const decoded = value && await reader.deserialize(topic, value);
  console.log(JSON.stringify({ partition, offset, key: key?.toString(), value: decoded }, printable));
}

/** Bytes as base64: JSON has none. */
function printable(name, value) {
  return value?.type === 'Buffer' ? Buffer.from(value.data).toString('base64') : value;
}
