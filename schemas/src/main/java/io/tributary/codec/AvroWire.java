package io.tributary.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * One record type in the Confluent wire format: a zero byte, the writer schema's id in four bytes, Avro binary. What a
 * writer with another (compatible) schema wrote is resolved to ours. Safe for several threads: Kafka Streams shares one
 * serializer among all of its threads, while Avro's encoders and readers bear only one each.
 */
public final class AvroWire<T extends SpecificRecord> {
  private static final byte MAGIC = 0;
  private static final int HEADER = 5;

  static {
    trustOurRecords();
  }

  /** Avro 1.12.2 refuses generated classes that nobody vouched for: call it before another's deserializer makes our records. */
  public static void trustOurRecords() {
    ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(ClassSecurityValidator.DEFAULT,
        type -> type.getPackageName().equals("io.tributary.avro")));
  }

  private final SchemaRegistry registry;
  private final Schema schema;
  private final ThreadLocal<Tools<T>> tools;

  private static final class Tools<T> {
    private final DatumWriter<T> writer;
    private final Map<String, Integer> idBySubject = new HashMap<>();
    private final Map<Integer, DatumReader<T>> readerById = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    private BinaryEncoder encoder;
    private BinaryDecoder decoder;

    Tools(Schema schema) {
      writer = new SpecificDatumWriter<>(schema);
    }
  }

  public AvroWire(Class<T> type, SchemaRegistry registry) {
    this.registry = registry;
    this.schema = SpecificData.get().getSchema(type);
    this.tools = ThreadLocal.withInitial(() -> new Tools<>(schema));
  }

  /**
   * Avro resolves a decimal of another scale, or a time of another unit, without a word and reads another number. Here it is
   * refused.
   */
  private static void sameUnits(Schema written, Schema ours, String path) {
    if (ours.getType() == Schema.Type.UNION || written.getType() == Schema.Type.UNION) {
      for (var one : ours.getType() == Schema.Type.UNION ? ours.getTypes() : List.of(ours)) {
        for (var other : written.getType() == Schema.Type.UNION ? written.getTypes() : List.of(written)) {
          if (one.getType() == other.getType()) {
            sameUnits(other, one, path);
          }
        }
      }
      return;
    }
    if (ours.getType() == Schema.Type.RECORD && written.getType() == Schema.Type.RECORD) {
      for (var field : ours.getFields()) {
        var theirs = written.getField(field.name());
        if (theirs != null) {
          sameUnits(theirs.schema(), field.schema(), path + "/" + field.name());
        }
      }
    } else if (ours.getType() == Schema.Type.ARRAY && written.getType() == Schema.Type.ARRAY) {
      sameUnits(written.getElementType(), ours.getElementType(), path);
    }
    var unit = ours.getLogicalType();
    var theirs = written.getLogicalType();
    boolean decimal = unit instanceof LogicalTypes.Decimal;
    boolean same = unit == null || theirs == null ? !decimal
        : decimal ? theirs instanceof LogicalTypes.Decimal other && other.getScale() == ((LogicalTypes.Decimal) unit).getScale()
        : unit.getName().equals(theirs.getName());
    if (!same) {
      throw new Unreadable("the writer's schema has " + path + " as " + written + ", ours as " + ours
          + ": their numbers do not mean the same");
    }
  }

  /** The bytes cannot be read as this record; they never will be. */
  public static final class Unreadable extends RuntimeException {
    public Unreadable(String message) {
      super(message);
    }
  }

  /** @param subject e.g. {@code usage-events-value}; its registered id goes into the header */
  public byte[] encode(String subject, T record) {
    var mine = tools.get();
    int id = mine.idBySubject.computeIfAbsent(subject, name -> registry.idOf(name, schema));
    var out = mine.out;
    out.reset();
    out.write(MAGIC);
    out.writeBytes(ByteBuffer.allocate(4).putInt(id).array());
    mine.encoder = EncoderFactory.get().directBinaryEncoder(out, mine.encoder);
    try {
      mine.writer.write(record, mine.encoder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /**
   * @throws Unreadable when the bytes are not such a record
   * @throws SchemaRegistry.Unavailable when that cannot be told now
   */
  public T decode(byte[] bytes) {
    if (bytes == null || bytes.length < HEADER || bytes[0] != MAGIC) {
      throw new Unreadable("not in the Confluent wire format: it must begin with a zero byte and a schema id");
    }
    var mine = tools.get();
    int id = ByteBuffer.wrap(bytes, 1, 4).getInt();
    var reader = mine.readerById.get(id);
    if (reader == null) {
      try {
        var written = registry.byId(id);
        sameUnits(written, schema, "");
        reader = new SpecificDatumReader<>(written, schema);
      } catch (SchemaRegistry.UnknownSchema e) {
        throw new Unreadable(e.getMessage());
      }
      mine.readerById.put(id, reader);
    }
    var decoder = DecoderFactory.get().binaryDecoder(bytes, HEADER, bytes.length - HEADER, mine.decoder);
    mine.decoder = decoder;
    try {
      var record = reader.read(null, decoder);
      if (!decoder.isEnd()) {
        throw new Unreadable("bytes are left over behind the record of schema " + id);
      }
      return record;
    } catch (IOException | RuntimeException e) {
      // Avro says what it cannot read with whatever exception comes up: index, class cast, type, end of file.
      throw e instanceof Unreadable unreadable ? unreadable : new Unreadable("schema " + id + ": " + e);
    }
  }
}
