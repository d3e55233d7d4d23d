package io.tributary.query.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.model.Contract;
import io.tributary.model.Directory;
import io.tributary.model.Directory.Change;
import io.tributary.model.Problem;
import io.tributary.query.access.Caller;
import io.tributary.query.access.Caller.Place;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Contracts as their parties see them: a partner those that name it, a direct customer's parent org its own. What the
 * partner of an account pays is none of that account's business, and whose contract is none of the caller's is not there.
 */
final class Contracts {
  private final Admin admin;

  Contracts(Admin admin) {
    this.admin = admin;
  }

  /** By account and start; the account's alone where one is given. */
  static ObjectNode list(Caller caller, Directory directory, Optional<String> account) {
    var json = JsonNodeFactory.instance.objectNode();
    var list = json.putArray("contracts");
    var all = account.isPresent() ? directory.contractsOf(account.get()) : directory.contracts();
    all.stream().filter(contract -> sees(caller, contract))
        .sorted(Comparator.comparing(Contract::account).thenComparing(Contract::startHour).thenComparing(Contract::id))
        .forEach(contract -> list.add(ContractWriter.contract(contract)));
    return json;
  }

  /** Empty for a contract that does not exist or is none of the caller's: the two look alike. */
  static Optional<Contract> one(Caller caller, Directory directory, String id) {
    return directory.contract(id).filter(contract -> sees(caller, contract));
  }

  private static boolean sees(Caller caller, Contract contract) {
    return switch (caller.place()) {
      case Place.PartnerAdmin(var partner) -> contract.partner().filter(partner::equals).isPresent();
      case Place.AccountRoot(var account) -> contract.partner().isEmpty() && contract.account().equals(account);
      case Place.Child ignored -> false;
      case Place.Nowhere ignored -> false;
    };
  }

  /** A new contract between a customer of the partner and itself, or a change of one; the partner need not be said. */
  Admin.Outcome put(Caller partner, String id, JsonNode body) {
    return admin.put(ContractReader.SECTION, Map.of("contract_id", id), withPartner(partner, body), (directory, changes) ->
        directory.contract(id).isPresent() && one(partner, directory, id).isEmpty()
            ? List.of(Admin.notFound("contract", id)) : notTheirs(partner, directory, changes));
  }

  /** As {@link #put}, but there must be no such contract yet; the body names it. */
  Admin.Outcome create(Caller partner, JsonNode body) {
    var id = body.path("contract_id");
    if (!id.isTextual() || id.textValue().isBlank()) {
      return new Admin.Outcome.Refused(List.of(new Problem("contract_id", "missing", "is required: a text")));
    }
    var name = id.textValue();
    return admin.put(ContractReader.SECTION, Map.of("contract_id", name), withPartner(partner, body), (directory, changes) ->
        directory.contract(name).isPresent() ? List.of(new Problem("contract_id", "taken", "there is a contract '" + name + "' already"))
            : notTheirs(partner, directory, changes));
  }

  private static JsonNode withPartner(Caller partner, JsonNode body) {
    return body instanceof ObjectNode object && !object.has("partner") ? object.deepCopy().put("partner", partner.org()) : body;
  }

  private static List<Problem> notTheirs(Caller caller, Directory directory, List<Change> changes) {
    return changes.stream().filter(Change.PutContract.class::isInstance).map(change -> ((Change.PutContract) change).contract())
        .flatMap(contract -> notTheirs(caller.org(), directory, contract)).toList();
  }

  /** A partner may not put itself between an account and somebody else, nor make somebody else's contract of its own. */
  private static Stream<Problem> notTheirs(String partner, Directory directory, Contract contract) {
    if (!contract.partner().equals(Optional.of(partner))) {
      return Stream.of(new Problem("partner", "not_yours", "must be '" + partner + "', the partner whose keys these are"));
    }
    var account = directory.account(contract.account());
    if (account.isEmpty() || account.get().connections().stream().noneMatch(each -> each.partner().equals(partner))) {
      return Stream.of(new Problem("account", "unknown_account", "no account of yours has the public id '" + contract.account() + "'"));
    }
    var turns = account.get().connections().stream().flatMapToInt(each -> IntStream.of(each.startHour(), each.disconnectHour()));
    boolean always = IntStream.concat(IntStream.of(contract.startHour()), turns)
        .filter(hour -> hour >= contract.startHour() && hour < contract.end())
        .allMatch(hour -> account.get().partnerAt(hour).equals(Optional.of(partner)));
    return always ? Stream.empty() : Stream.of(new Problem("start", "not_connected",
        "the account '" + contract.account() + "' is not connected to you for the whole time of the contract"));
  }
}
