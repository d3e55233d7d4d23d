package io.tributary.local.registry;

import org.apache.avro.Schema;

/**
 * One version of one subject.
 *
 * @param version from 1, without gaps, within the subject
 * @param id the same for equal schemas of all subjects
 */
record Registered(String subject, int version, int id, Schema schema) {
  /** The schema as JSON: what clients are given, and what decides whether two schemas are the same. */
  String text() {
    return schema.toString();
  }
}
