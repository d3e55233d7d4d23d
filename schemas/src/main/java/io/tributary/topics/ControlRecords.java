package io.tributary.topics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.avro.AccountRecord;
import io.tributary.avro.ConnectionRecord;
import io.tributary.avro.ContractRecord;
import io.tributary.avro.DirectoryChangeRecord;
import io.tributary.avro.DowntimeRecord;
import io.tributary.avro.MonitorDeletedRecord;
import io.tributary.avro.MonitorRecord;
import io.tributary.avro.MonthCloseRecord;
import io.tributary.avro.OrgRecord;
import io.tributary.avro.PartnerRecord;
import io.tributary.avro.PlacementRecord;
import io.tributary.avro.PricingRecord;
import io.tributary.avro.UsageTypeRecord;
import io.tributary.catalog.UsageTypes;
import io.tributary.model.Access;
import io.tributary.model.Account;
import io.tributary.model.Connection;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.Org;
import io.tributary.model.Partner;
import io.tributary.model.UsageType;
import java.time.YearMonth;
import java.util.Optional;
import java.util.OptionalInt;

/** Changes of the directory to their Avro records, and back, and the keys of all changes. */
final class ControlRecords {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ControlRecords() {}

  static String key(Directory.Change change) {
    return switch (change) {
      case Directory.Change.PutPartner(var partner) -> "partner/" + partner.publicId();
      case Directory.Change.PutAccount(var account) -> "account/" + account.publicId();
      case Directory.Change.PutOrg(var org) -> "org/" + org.publicId();
      case Directory.Change.PutUsageType(var type) -> "usage-type/" + type.id();
      case Directory.Change.CloseMonth(var account, var month, var ignored) -> "close/" + account + "/" + Hours.yearMonth(month);
      case Directory.Change.PutContract(var contract) -> "contract/" + contract.id();
      case Directory.Change.PutPricing(var pricing) -> "pricing/" + pricing.contract();
      case Directory.Change.PutMonitor(var monitor) -> "monitor/" + monitor.id();
      case Directory.Change.DeleteMonitor(var id) -> "monitor/" + id;
      case Directory.Change.PutDowntime(var downtime) -> "downtime/" + downtime.id();
    };
  }

  static String key(Access.Change change) {
    return switch (change) {
      case Access.Change.PutRole(var role) -> "role/" + role.id();
      case Access.Change.RemoveRole(var id) -> "role/" + id;
      case Access.Change.PutUser(var user) -> "user/" + user.id();
      case Access.Change.PutApiKey(var key) -> "api-key/" + key.id();
      case Access.Change.PutApplicationKey(var key) -> "application-key/" + key.id();
      case Access.Change.PutShare(var share) -> "share/" + share.id();
    };
  }

  static DirectoryChangeRecord toAvro(Directory.Change change) {
    return new DirectoryChangeRecord(switch (change) {
      case Directory.Change.PutPartner(var partner) -> new PartnerRecord(partner.publicId(), partner.name(), partner.region());
      case Directory.Change.PutAccount(var account) -> new AccountRecord(account.publicId(), account.name(),
          account.connections().stream().map(c -> new ConnectionRecord(c.partner(), c.startHour(),
              c.endHour().isPresent() ? c.endHour().getAsInt() : null)).toList());
      case Directory.Change.PutOrg(var org) -> new OrgRecord(org.publicId(), org.name(), org.region(),
          org.placements().stream()
              .map(p -> new PlacementRecord(p.fromHour(), p.parent().orElse(null), p.account().orElse(null))).toList());
      case Directory.Change.PutUsageType(var type) -> new UsageTypeRecord(UsageTypes.toJson(type).toString());
      case Directory.Change.CloseMonth(var account, var month, var ignored) -> new MonthCloseRecord(account,
          Hours.yearMonth(month).atDay(1));
      case Directory.Change.PutContract(var contract) -> ContractRecords.toAvro(contract);
      case Directory.Change.PutPricing(var pricing) -> ContractRecords.toAvro(pricing);
      case Directory.Change.PutMonitor(var monitor) -> MonitorRecords.toAvro(monitor);
      case Directory.Change.DeleteMonitor(var id) -> new MonitorDeletedRecord(id);
      case Directory.Change.PutDowntime(var downtime) -> MonitorRecords.toAvro(downtime);
    });
  }

  /** @param version the offset after the record */
  static Directory.Change fromAvro(DirectoryChangeRecord record, long version) {
    return switch (record.getChange()) {
      case PartnerRecord p -> new Directory.Change.PutPartner(new Partner(p.getPublicId(), p.getName(), p.getRegion()));
      case AccountRecord a -> new Directory.Change.PutAccount(new Account(a.getPublicId(), a.getName(), a.getConnections().stream()
          .map(c -> new Connection(c.getPartner(), c.getStartHour(),
              c.getEndHour() == null ? OptionalInt.empty() : OptionalInt.of(c.getEndHour()))).toList()));
      case OrgRecord o -> new Directory.Change.PutOrg(new Org(o.getPublicId(), o.getName(), o.getRegion(), o.getPlacements().stream()
          .map(p -> new Org.Placement(p.getFromHour(), Optional.ofNullable(p.getParent()), Optional.ofNullable(p.getAccount()))).toList()));
      case UsageTypeRecord t -> new Directory.Change.PutUsageType(usageType(t.getJson()));
      case MonthCloseRecord c -> new Directory.Change.CloseMonth(c.getAccount(), Hours.month(YearMonth.from(c.getMonth())), version);
      case ContractRecord c -> new Directory.Change.PutContract(ContractRecords.fromAvro(c));
      case PricingRecord p -> new Directory.Change.PutPricing(ContractRecords.fromAvro(p));
      case MonitorRecord m -> new Directory.Change.PutMonitor(MonitorRecords.fromAvro(m));
      case MonitorDeletedRecord m -> new Directory.Change.DeleteMonitor(m.getId());
      case DowntimeRecord d -> new Directory.Change.PutDowntime(MonitorRecords.fromAvro(d));
      default -> throw new IllegalStateException("no directory change: " + record.getChange().getClass());
    };
  }

  private static UsageType usageType(String json) {
    try {
      return UsageTypes.fromJson(JSON.readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the directory holds a usage type that is no JSON: " + json, e);
    }
  }
}
