package io.tributary.query.openapi;

import io.tributary.query.access.Endpoint;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which permissions an operation needs, by the one table of who sees what. */
final class Needs {
  private Needs() {}

  /** A sentence; empty where the table says nothing of the address. */
  static Optional<String> of(Operation operation) {
    var address = plain(operation.method() + " " + operation.path());
    var endpoint = operation.path().startsWith("/admin/") ? Optional.of(Endpoint.ADMIN) : Arrays.stream(Endpoint.values())
        .filter(each -> each.addresses().stream().map(Needs::plain).anyMatch(address::equals)).findFirst();
    return endpoint.map(each -> new TreeSet<>(each.permissions()).stream().map(name -> "`" + name + "`")
        .collect(Collectors.joining(" and ", "Needs ", ".")));
  }

  private static String plain(String address) {
    return address.replaceAll("\\{[^}]+}", "{}");
  }
}
