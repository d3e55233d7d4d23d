package io.tributary.topics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tributary.avro.AccessChangeRecord;
import io.tributary.avro.AuditRecord;
import io.tributary.codec.AvroWire;
import io.tributary.codec.SchemaRegistry;
import io.tributary.model.Access.ApiKey;
import io.tributary.model.Access.ApplicationKey;
import io.tributary.model.Access.Change;
import io.tributary.model.Access.Origin;
import io.tributary.model.Access.Role;
import io.tributary.model.Access.Sends;
import io.tributary.model.Access.User;
import io.tributary.model.AuditEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Test;

class AccessRecordsTest {
  private static final Instant NOW = Instant.parse("2026-03-15T10:20:00.123Z");
  private static final Origin ORIGIN = new Origin("ab12", NOW, NOW.plusSeconds(1), Optional.of("u"));

  private final AvroWire<AccessChangeRecord> wire = new AvroWire<>(AccessChangeRecord.class, SchemaRegistry.at("memory:access-records"));

  @Test
  void everyChangeComesBackAsItWas() {
    for (var change : List.of(new Change.PutRole(new Role("Finance", Set.of("usage_read"))),
        new Change.PutRole(new Role("id", Optional.of("o"), "Finance", Set.of("usage_read", "billing_read"), NOW, NOW.plusSeconds(1))),
        new Change.RemoveRole("id"),
        new Change.PutUser(new User("u", "o", "u@example.com", "U", "Ms", true, true, Set.of("id", "Datadog Admin Role"), NOW, NOW)),
        new Change.PutApiKey(new ApiKey("a", "h", "o", "n", Sends.OWN_TREE, true)),
        new Change.PutApiKey(new ApiKey("a", "h", "o", "n", Sends.NOTHING, false, ORIGIN)),
        new Change.PutApplicationKey(new ApplicationKey("k", "h", "o", "n", "Finance", false)),
        new Change.PutApplicationKey(new ApplicationKey("k", "h", "o", "n", "", true, Optional.of("u"),
            Optional.of(Set.of("usage_read")), ORIGIN)))) {
      assertEquals(change, AccessRecords.fromAvro(wire.decode(wire.encode("access-value", AccessRecords.toAvro(change)))));
    }
  }

  @Test
  void anAuditEventComesBackAsItWas() {
    var audit = new AvroWire<>(AuditRecord.class, SchemaRegistry.at("memory:access-records"));
    for (var user : List.of(Optional.of("u"), Optional.<String>empty())) {
      var event = new AuditEvent("e", NOW, "o", new AuditEvent.Actor("o", "k", user), AuditEvent.MODIFIED,
          new AuditEvent.Asset("role", "id", "Finance"), Map.of("name", "Money"), Map.of("name", "Finance"));
      assertEquals(event, AccessRecords.fromAvro(audit.decode(audit.encode("audit-value", AccessRecords.toAvro(event)))));
    }
  }

  @Test
  void whatIsRemovedHasTheKeyOfWhatWasPut() {
    assertEquals("role/Finance", ControlRecords.key(new Change.PutRole(new Role("Finance", Set.of()))));
    assertEquals("role/id", ControlRecords.key(new Change.PutRole(new Role("id", Optional.of("o"), "Finance", Set.of(), NOW, NOW))));
    assertEquals("role/id", ControlRecords.key(new Change.RemoveRole("id")));
  }

  @Test
  void whatWasWrittenBeforeThereWereUsersIsStillRead() {
    var now = AccessChangeRecord.getClassSchema();
    var then = now.getField("change").schema().getTypes().stream().limit(3).map(each -> Schema.createRecord(each.getName(), null,
        each.getNamespace(), false, each.getFields().stream().filter(field -> !field.hasDefaultValue() || field.name().equals("revoked"))
            .map(field -> new Schema.Field(field, field.schema())).toList())).toList();
    var before = Schema.createRecord(now.getName(), null, now.getNamespace(), false,
        List.of(new Schema.Field("change", Schema.createUnion(then))));
    assertEquals(SchemaCompatibilityType.COMPATIBLE, SchemaCompatibility.checkReaderWriterCompatibility(now, before).getType());
  }
}
