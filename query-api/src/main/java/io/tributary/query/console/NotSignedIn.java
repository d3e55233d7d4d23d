package io.tributary.query.console;

/** Somebody comes back from the provider, or cannot go there, and is not signed in. */
final class NotSignedIn extends Exception {
  /** What the sign-in page has a sentence for; nothing that the provider writes is shown to anybody. */
  enum Reason {
    /** It took too long, was not begun in this browser, or was used before. */
    OVER,
    /** The provider let nobody in. */
    REFUSED,
    /** The provider cannot be asked, or what it says cannot be believed. */
    PROVIDER,
    /** The provider does not say that the e-mail address was checked. */
    UNVERIFIED,
    /** Nobody, or nobody who may use the console, has that address. */
    UNKNOWN,
    /** Somebody in each of several orgs has it. */
    SEVERAL,
    /** The directory has not been read yet. */
    LATER
  }

  private final Reason reason;

  /** @param detail for the log */
  NotSignedIn(Reason reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }
}
