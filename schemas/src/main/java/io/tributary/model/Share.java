package io.tributary.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A view of estimated usage that whoever has its link may see, as far as its sharer sees it. Links are known by their SHA-256 only.
 *
 * @param hash of the link that all viewers have; of one by invitation nobody has it, each has its own
 * @param org whose share it is: the sharer's
 * @param key id of the sharer's application key, or what stands for one, see {@link Access#signedIn}: viewers see nothing that it does
 *     not, and nothing at all without it
 * @param target {@code account:ID} or {@code org:ID}
 * @param domains hosts whose pages may embed it
 * @param window how much of the past is shown at first: {@code 1h}
 * @param windowSelectable whether viewers may change that
 * @param products product families, the only ones shown; none: all
 * @param productsSelectable whether viewers may choose among them
 * @param theme {@code light}, {@code dark} or {@code system}
 */
public record Share(String id, String hash, String org, String key, String target, String title, Type type, boolean paused, boolean deleted,
    Optional<Instant> expires, List<Invitee> invitees, List<String> domains, String window, boolean windowSelectable,
    List<String> products, boolean productsSelectable, String theme, Instant createdAt, Instant modifiedAt) {
  /** Who may open it. */
  public enum Type {
    /** Whoever has the link. */
    OPEN(Permission.DASHBOARDS_PUBLIC_SHARE),
    /** Whoever was given a link of their own. */
    INVITE(Permission.DASHBOARDS_INVITE_SHARE),
    /** Pages of some hosts. */
    EMBED(Permission.DASHBOARDS_EMBED_SHARE);

    private final Permission permission;

    Type(Permission permission) {
      this.permission = permission;
    }

    /** What its sharer must have, and keep. */
    public Permission permission() {
      return permission;
    }
  }

  /** @param hash of this viewer's own link; @param expires when that ends */
  public record Invitee(String email, String hash, Optional<Instant> expires) {}

  public Share {
    invitees = List.copyOf(invitees);
    domains = List.copyOf(domains);
    products = List.copyOf(products);
  }

  public Share withExpires(Optional<Instant> end) {
    return new Share(id, hash, org, key, target, title, type, paused, deleted, end, invitees, domains, window, windowSelectable, products,
        productsSelectable, theme, createdAt, modifiedAt);
  }

  public Share withInvitees(List<Invitee> all, Instant now) {
    return new Share(id, hash, org, key, target, title, type, paused, deleted, expires, all, domains, window, windowSelectable, products,
        productsSelectable, theme, createdAt, now);
  }

  /** What is kept of it once it is deleted. */
  public Share asDeleted(Instant now) {
    return new Share(id, hash, org, key, target, title, type, paused, true, expires, List.of(), List.of(), window, false, List.of(), false,
        theme, createdAt, now);
  }

  /** The hashes of links that open it at some time, if it is not paused. */
  Stream<String> hashes() {
    return deleted ? Stream.empty() : type == Type.INVITE ? invitees.stream().map(Invitee::hash) : Stream.of(hash);
  }

  /** Why a link shows nothing; empty when it does. */
  public Optional<String> closed(String linkHash, Instant now) {
    if (deleted) {
      return Optional.of("This dashboard is no longer shared");
    }
    if (paused) {
      return Optional.of("This dashboard is paused");
    }
    boolean over = expires.filter(end -> !now.isBefore(end)).isPresent();
    boolean uninvited = type == Type.INVITE && invitees.stream().noneMatch(each -> each.hash().equals(linkHash)
        && each.expires().filter(end -> !now.isBefore(end)).isEmpty());
    return over || uninvited ? Optional.of("This link has expired") : Optional.empty();
  }
}
