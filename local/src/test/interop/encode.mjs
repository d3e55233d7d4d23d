// encode.mjs REGISTRY TOPIC < one JSON object: the bytes of one record of the topic. Decimals are text, times are milliseconds.
import { json } from 'node:stream/consumers';
import { registryAt, writerFrom } from './avro.mjs';

const [url, topic] = process.argv.slice(2);
if (!topic) {
  console.error('usage: node encode.mjs REGISTRY TOPIC < event.json > event.avro');
  process.exit(2);
}
process.stdout.write(await writerFrom(registryAt(url)).serialize(topic, await json(process.stdin)));
