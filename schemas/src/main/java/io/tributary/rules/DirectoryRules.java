package io.tributary.rules;

import io.tributary.catalog.Catalogue;
import io.tributary.catalog.InvalidUsageType;
import io.tributary.model.Account;
import io.tributary.model.Directory;
import io.tributary.model.Directory.Change;
import io.tributary.model.Hours;
import io.tributary.model.Partner;
import io.tributary.model.Problem;
import io.tributary.model.UsageType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a change of the directory must keep, so that every org's path is one line up to one account at every hour, and
 * no hour that usage may already be booked on gets another meaning. Changes are judged together, as what they add up
 * to: a parent and its child may come in one go, in any order.
 *
 * <p>The {@code field} of a problem begins with the thing it is about: {@code orgs.ID}, {@code accounts.ID},
 * {@code partners.ID}, {@code usage_types.FAMILY:NAME}, {@code closes.ACCOUNT.MONTH}, {@code contracts.ID},
 * {@code pricing.CONTRACT}, {@code monitors.ID} or {@code downtimes.ID}.
 */
public final class DirectoryRules {
  /** The org that operators' own keys belong to: in no tree, and so nobody's. */
  public static final String OPERATOR_ORG = "tributary";

  /** By when every process has read a change: until then an event may still be booked as if it had not been made. */
  private static final Duration SPREADING = Duration.ofMinutes(1);

  private DirectoryRules() {}

  /**
   * The first hour whose meaning may still change: events up to {@link Validation#MAX_AHEAD} ahead are accepted already,
   * and for a moment longer by a process that has not read the change.
   */
  public static int firstOpenHour(Instant now) {
    return Hours.of(now.plus(Validation.MAX_AHEAD).plus(SPREADING)) + 1;
  }

  /** Everything that is wrong with these changes to {@code before}; none when they may be written. */
  public static List<Problem> check(Directory before, Collection<Change> changes, Instant now) {
    var problems = new ArrayList<Problem>();
    // Usage types stay out: a directory cannot be made with types that contradict each other.
    var after = before.with(changes.stream().filter(change -> !(change instanceof Change.PutUsageType)).toList(), before.version());
    var types = new ArrayList<UsageType>();
    var orgs = new OrgRules(before, after, firstOpenHour(now), problems);
    var money = new MoneyRules(before, after, problems);
    var monitors = new MonitorRules(before, after, problems);
    for (var change : changes) {
      switch (change) {
        case Change.PutPartner(var partner) -> partner(problems, after, partner);
        case Change.PutAccount(var account) -> {
          account(problems, before, after, account, firstOpenHour(now));
          money.add(account);
        }
        case Change.PutOrg(var org) -> orgs.add(org);
        case Change.PutUsageType(var type) -> types.add(type);
        case Change.CloseMonth(var account, var month, var ignored) -> close(problems, after, account, month, now);
        case Change.PutContract(var contract) -> money.add(contract);
        case Change.PutPricing(var pricing) -> money.add(pricing);
        case Change.PutMonitor(var monitor) -> monitors.check(monitor);
        case Change.DeleteMonitor(var id) -> monitors.delete(id);
        case Change.PutDowntime(var downtime) -> monitors.check(downtime);
      }
    }
    orgs.check();
    money.check(types(problems, before, types));
    return problems;
  }

  private static void partner(List<Problem> problems, Directory after, Partner partner) {
    var subject = "partners." + partner.publicId();
    Names.id(problems, subject + ".public_id", partner.publicId());
    Names.name(problems, subject + ".name", partner.name());
    Names.name(problems, subject + ".region", partner.region());
    if (after.org(partner.publicId()).isPresent()) {
      problems.add(new Problem(subject + ".public_id", "taken", "'" + partner.publicId() + "' is an org's public id"));
    }
  }

  private static void account(List<Problem> problems, Directory before, Directory after, Account account, int firstOpenHour) {
    var subject = "accounts." + account.publicId();
    Names.id(problems, subject + ".public_id", account.publicId());
    Names.name(problems, subject + ".name", account.name());
    var connections = new ConnectionRules(subject, account, problems);
    connections.check(after);
    before.account(account.publicId()).ifPresent(known -> connections.keepHistory(known, firstOpenHour));
  }

  private static void close(List<Problem> problems, Directory after, String account, int month, Instant now) {
    var subject = "closes." + account + "." + Hours.yearMonth(month);
    if (after.account(account).isEmpty()) {
      problems.add(new Problem(subject + ".account", "unknown_account", "no account has the public id '" + account + "'"));
    }
    if (Hours.monthOf(now) <= month) {
      problems.add(new Problem(subject + ".month", "not_ended", Hours.yearMonth(month) + " has not ended at " + now));
    }
  }

  /** @return the catalogue as it will be; as it was, where something is wrong with the types */
  private static Catalogue types(List<Problem> problems, Directory before, List<UsageType> types) {
    int found = problems.size();
    for (var type : types) {
      var subject = "usage_types." + type.key();
      before.catalogue().find(type.key()).filter(known -> known.id() != type.id()).ifPresent(known -> problems.add(
          new Problem(subject + ".id", "immutable", type.key() + " has the id " + known.id() + ", which never changes")));
      before.catalogue().byId(type.id()).ifPresent(known -> unchanged(problems, subject, known, type));
    }
    if (types.isEmpty() || problems.size() > found) {
      return before.catalogue();
    }
    var replaced = types.stream().map(UsageType::id).toList();
    var kept = before.addedUsageTypes().stream().filter(known -> !replaced.contains(known.id()));
    try {
      return Catalogue.builtIn().with(Stream.concat(kept, types.stream()).toList());
    } catch (InvalidUsageType e) {
      e.problems().forEach(problem -> problems.add(new Problem("usage_types." + problem.field(), problem.code(), problem.detail())));
      return before.catalogue();
    }
  }

  /** Rows name a type by its id and hold whole counting units: another key, measure or scale would change what they say. */
  private static void unchanged(List<Problem> problems, String subject, UsageType known, UsageType type) {
    if (!known.key().equals(type.key())) {
      problems.add(new Problem(subject + ".id", "taken", "the id " + type.id() + " belongs to " + known.key()));
      return;
    }
    if (known.measure() != type.measure()) {
      problems.add(new Problem(subject + ".measure", "immutable",
          type.key() + " is measured by " + known.measure().label() + "; this never changes"));
    }
    if (known.monthly() != type.monthly()) {
      problems.add(new Problem(subject + ".monthly", "immutable",
          type.key() + " is billed by " + known.monthly().label() + "; this never changes, or closed months would be billed anew"));
    }
    if (known.billingDimension().isPresent() && !known.billingDimension().equals(type.billingDimension())) {
      problems.add(new Problem(subject + ".billing_dimension", "immutable",
          type.key() + " has the billing dimension " + known.billingDimension().get() + "; this never changes"));
    }
    if (known.scale() != type.scale()) {
      problems.add(new Problem(subject + ".scale", "immutable", type.key() + " has the scale " + known.scale() + "; this never changes"));
    }
  }
}
