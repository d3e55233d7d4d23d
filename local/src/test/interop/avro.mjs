import schemaregistry from '@confluentinc/schemaregistry';
import { Decimal } from './decimal.mjs';

const { AvroDeserializer, AvroSerializer, SchemaRegistryClient, SerdeType } = schemaregistry;
const logicalTypes = { decimal: Decimal };

/** Confluent's client of the registry at this address. */
export function registryAt(url) {
  return SchemaRegistryClient.newClient({ baseURLs: [url] });
}

/** Reads any topic: each record says by which schema it was written. Decimals are text, times are milliseconds. */
export function readerFrom(registry) {
  return new AvroDeserializer(registry, SerdeType.VALUE, { logicalTypes });
}

/** Writes to any topic by the schema that the registry has for it now, or by the one with this id; it never registers one of its own. */
export function writerFrom(registry, schemaId) {
  const by = schemaId === undefined ? { useLatestVersion: true } : { useSchemaId: schemaId };
  return new AvroSerializer(registry, SerdeType.VALUE, { autoRegisterSchemas: false, ...by, logicalTypes });
}
