package io.tributary.query.access;

import io.tributary.model.Access.ApiKey;
import io.tributary.model.Access.ApplicationKey;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import java.time.InstantSource;
import java.util.Optional;

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

    /** Not part of a partner's view; the sentence says where its customers find it. */
    record NotForPartner(String sentence) implements Admission {}
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
    return judge(endpoint, application.get());
  }

  /**
   * What becomes of a request that is made with what somebody sees who has lent it, or has signed in.
   *
   * @param id what {@link io.tributary.model.Access#standing} knows
   */
  public Admission lend(Endpoint endpoint, String id) {
    if (!control.isCaughtUp()) {
      return new Admission.NotReady();
    }
    var access = control.access();
    return access.standing(id).filter(access::isLive).<Admission>map(key -> judge(endpoint, key))
        .orElseGet(Admission.Unknown::new);
  }

  private Admission judge(Endpoint endpoint, ApplicationKey key) {
    var org = key.org();
    var permissions = control.access().permissions(key);
    var lacking = endpoint.permissions().stream().filter(needed -> !permissions.contains(needed)).sorted().findFirst();
    if (lacking.isPresent()) {
      return new Admission.Lacks(lacking.get());
    }
    var directory = control.directory();
    int hour = Hours.of(clock.instant());
    var place = Caller.placeOf(org, directory, hour);
    return switch (endpoint.sees(Kind.of(place, directory, hour))) {
      case OWN, CUSTOMERS, SOLD, HIDDEN ->
          new Admission.Admitted(new Caller(org, permissions, place, key.id(), key.user()), directory);
      case AT_PARENT -> new Admission.NotParent();
      case AT_PARTNER -> new Admission.NotPartner();
      case AT_CUSTOMER -> new Admission.NotForPartner(endpoint.where().orElseThrow().sentence());
      case NOTHING -> new Admission.Unknown();
    };
  }
}
