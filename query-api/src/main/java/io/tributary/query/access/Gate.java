package io.tributary.query.access;

import io.tributary.model.Access;
import io.tributary.model.Access.ApiKey;
import io.tributary.model.Access.ApplicationKey;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.query.access.Caller.Place;
import io.tributary.query.access.Endpoint.Callers;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** Lets a pair of keys in, or says why not. */
public final class Gate {
  private final Control control;
  private final InstantSource clock;

  public Gate(Control control, InstantSource clock) {
    this.control = control;
    this.clock = clock;
  }

  /** What becomes of a request. */
  public sealed interface Admission {
    /** @param directory what the caller was judged by, and the answer is to be made of */
    record Admitted(Caller caller, Directory directory) implements Admission {}

    /** The control plane has not been read yet; ask again soon. */
    record NotReady() implements Admission {}

    /** A key is missing, unknown or revoked, the two belong to different orgs, or to one in no tree. Says no more than that. */
    record Unknown() implements Admission {}

    /** The application key's role lacks a permission. */
    record Lacks(String permission) implements Admission {}

    /** Only parent orgs may ask this. */
    record NotParent() implements Admission {}

    /** Only partner admin orgs may ask this. */
    record NotPartner() implements Admission {}
  }

  /**
   * Judges the keys of a request.
   *
   * @param apiKey null when there is none
   * @param applicationKey null when there is none
   */
  public Admission admit(Endpoint endpoint, String apiKey, String applicationKey) {
    if (!control.isCaughtUp()) {
      return new Admission.NotReady();
    }
    var access = control.access();
    var api = Optional.ofNullable(apiKey).flatMap(access::apiKey);
    var application = Optional.ofNullable(applicationKey).flatMap(access::applicationKey);
    if (api.map(ApiKey::org).isEmpty() || !api.map(ApiKey::org).equals(application.map(ApplicationKey::org))) {
      return new Admission.Unknown();
    }
    var org = api.get().org();
    var permissions = access.role(application.get().role()).map(Access.Role::permissions).orElse(Set.of());
    var lacking = endpoint.permissions().stream().filter(needed -> !permissions.contains(needed)).sorted().findFirst();
    if (lacking.isPresent()) {
      return new Admission.Lacks(lacking.get());
    }
    var directory = control.directory();
    var caller = new Caller(org, permissions, Caller.placeOf(org, directory, Hours.of(clock.instant())));
    if (endpoint.callers() != Callers.ANYONE && caller.place() instanceof Place.Nowhere) {
      return new Admission.Unknown();
    }
    if (endpoint.callers() == Callers.PARENTS && caller.place() instanceof Place.Child) {
      return new Admission.NotParent();
    }
    if (endpoint.callers() == Callers.PARTNERS && !(caller.place() instanceof Place.PartnerAdmin)) {
      return new Admission.NotPartner();
    }
    return new Admission.Admitted(caller, directory);
  }
}
