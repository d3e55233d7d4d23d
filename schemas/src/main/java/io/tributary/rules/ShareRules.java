package io.tributary.rules;

import io.tributary.model.Access;
import io.tributary.model.Directory;
import io.tributary.model.Problem;
import io.tributary.model.Share;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What a shared dashboard must be: of something that there is, by somebody who may share it so, for somebody who can open it. */
final class ShareRules {
  /** A host, with all of its subdomains if it begins so, and a port if need be: what a page's policy can name. */
  private static final Pattern DOMAIN = Pattern.compile("(https?://)?(\\*\\.)?[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?(:\\d{1,5})?");
  private static final Pattern EMAIL = Pattern.compile("[^@\\s,;]+@[^@\\s,;]+");
  private static final Pattern WINDOW = Pattern.compile("[1-9]\\d{0,3}[mhd]");
  private static final Set<String> THEMES = Set.of("light", "dark", "system");
  private static final int MOST = 100;

  private ShareRules() {}

  static void check(List<Problem> problems, Directory directory, Access after, Share share) {
    if (share.deleted()) {
      return;
    }
    var subject = "shares." + share.id();
    Names.name(problems, subject + ".title", share.title());
    if (!isThere(directory, share.target())) {
      problems.add(new Problem(subject + ".dashboard_id", "unknown_dashboard",
          "must be account:ID or org:ID, of one that there is, not '" + share.target() + "'"));
    }
    if (!after.standing(share.key()).map(after::permissions).orElse(Set.of())
        .containsAll(Set.of(Access.USAGE_READ, share.type().permission().id()))) {
      problems.add(new Problem(subject + ".share_type", GrantRules.NOT_HELD,
          "needs the permissions " + Access.USAGE_READ + " and " + share.type().permission().id()));
    }
    if (share.type() == Share.Type.EMBED && share.domains().isEmpty()) {
      problems.add(new Problem(subject + ".embeddable_domains", "missing", "names at least one host whose pages may embed it"));
    }
    share.domains().stream().filter(domain -> !DOMAIN.matcher(domain).matches()).forEach(domain -> problems.add(
        new Problem(subject + ".embeddable_domains", "no_host", "'" + domain + "' is no host such as www.example.com or *.example.com")));
    share.invitees().stream().map(Share.Invitee::email).filter(email -> !EMAIL.matcher(email).matches()).forEach(email ->
        problems.add(new Problem(subject + ".invitees", "not_an_address", "'" + email + "' is no e-mail address")));
    if (share.invitees().size() > MOST || share.domains().size() > MOST || share.products().size() > MOST) {
      problems.add(new Problem(subject, "too_many", "has more than " + MOST + " invitees, hosts or products"));
    }
    share.products().stream().filter(family -> !directory.catalogue().isFamily(family)).forEach(family -> problems.add(
        new Problem(subject + ".selectable_template_vars", "unknown_family", "there is no product family '" + family + "'")));
    if (!WINDOW.matcher(share.window()).matches()) {
      problems.add(new Problem(subject + ".global_time", "no_span", "must be a span such as 1h or 3d, not '" + share.window() + "'"));
    }
    if (!THEMES.contains(share.theme())) {
      problems.add(new Problem(subject + ".viewing_preferences", "unknown_theme",
          "must be light, dark or system, not '" + share.theme() + "'"));
    }
  }

  private static boolean isThere(Directory directory, String target) {
    var parts = target.split(":", 2);
    return parts.length == 2 && switch (parts[0]) {
      case "account" -> directory.account(parts[1]).isPresent();
      case "org" -> directory.org(parts[1]).isPresent();
      default -> false;
    };
  }
}
